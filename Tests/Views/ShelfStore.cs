using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Journal;
using Commerce.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Commerce.Views;

/// <summary>
/// A journal in a real file, in a folder that goes with it, and views of it in another or in
/// PostgreSQL.
/// </summary>
public sealed class ShelfStore : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly string? _database;
    private IViewStore _views;

    /// <param name="database">How PostgreSQL is reached, if the views are to be there.</param>
    public ShelfStore(string? database = null)
    {
        _database = database;
        Folder = Directory.CreateTempSubdirectory("views").FullName;
        Journal = SqliteJournal.Open(Folder, new(TimeProvider.System, "eu1"));
        _views = OpenViews();
    }

    public string Folder { get; }

    public SqliteJournal Journal { get; }

    public FakeTimeProvider Time { get; } = new();

    public IViewReader Reader => ReaderOf(new ShelfView());

    internal IViewStore Views => _views;

    public IViewReader ReaderOf(IView view) => new ViewReader(_views.Read, [view], Journal, Time);

    internal ViewProjector Projector(int part, IView? view = null, IViewStore? store = null) =>
        new(
            part,
            store ?? _views,
            [view ?? new ShelfView()],
            Journal,
            NullLogger<ViewProjector>.Instance
        );

    public Task Append(string sku, params StockEvent[] events)
    {
        var stream = $"stock/{sku}";
        var version = _versions.GetValueOrDefault(stream);
        _versions[stream] = version + events.Length;
        return Journal.Append(new(stream, version, [.. events.Select(Record)]));
    }

    public Task Receive(string sku, int quantity) =>
        Append(sku, new StockEvent.Received("mov", "k", "h", quantity, "test"));

    public Task Count(string sku, long found) =>
        Append(sku, new StockEvent.Counted("mov", "k", "h", found, 0, "test"));

    /// <summary>Brings a view up to the journal's head, as its clock would.</summary>
    internal async Task Project(IView? view = null, IViewStore? store = null)
    {
        view ??= new ShelfView();
        await (store ?? _views).Prepare([view], Journal.Incarnation, Journal.Head);
        for (var part = Part.Count - 1; part >= 0; part--)
        {
            var projector = Projector(part, view, store);
            while (await projector.CatchUp())
            {
                // A page at a time.
            }
        }
    }

    /// <summary>Tells what happened after a position as news of so many events.</summary>
    internal async Task<long> Tell(ViewProjector[] projectors, long after, int max)
    {
        var events = await Journal.ReadTail(after, max);
        foreach (var part in events.GroupBy(each => Part.Of(each.Stream)))
        {
            var (to, at) = (events[^1].Position, events[^1].At);
            await projectors[part.Key].Take([new(part.Key, after, to, at, [.. part])]);
        }

        return events is [.., var last] ? last.Position : after;
    }

    internal ViewProjector[] Projectors(IView? view = null) =>
        [.. Enumerable.Range(0, Part.Count).Select(part => Projector(part, view))];

    /// <summary>Closes the views, does something to their file and opens them again.</summary>
    public void Reopen(Action<string>? meanwhile = null)
    {
        Close();
        meanwhile?.Invoke(Path.Combine(Folder, "views.db"));
        _views = OpenViews();
    }

    /// <summary>Everything that the views hold but the numbers of builds.</summary>
    public string Dump() => _database is null ? Dump(Folder) : DumpDatabase(_database);

    public static string Dump(string folder)
    {
        using var connection = Connect(folder);
        return Dump(connection, "body");
    }

    private static string DumpDatabase(string database)
    {
        using var connection = new NpgsqlConnection($"{database};Search Path={ViewSchema.Name}");
        connection.Open();
        return Dump(connection, "convert_from(body, 'UTF8')");
    }

    private static string Dump(DbConnection connection, string body)
    {
        var text = new StringBuilder();
        foreach (
            var sql in (string[])
                [
                    $"SELECT key, {body} FROM rows ORDER BY 1, 2",
                    """
                        SELECT list, sort, key,
                          CASE WHEN until < 9223372036854775807 THEN since / 86400000 END
                        FROM listings ORDER BY 1, 2, 3
                        """,
                    "SELECT list, rows FROM lists ORDER BY 1, 2",
                    "SELECT total, at, count, units, amount FROM totals ORDER BY 1, 2",
                    "SELECT position, stream, version, reason FROM dead_letters ORDER BY 1",
                ]
        )
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{rows[i]}|");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Makes one kind of change fail in mid-transaction, until mended.</summary>
    public void Break(string change)
    {
        using var connection = Connect(Folder);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests' own text.
        command.CommandText =
            $"CREATE TRIGGER broken BEFORE {change} BEGIN SELECT raise(ABORT, 'broken'); END";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Mend()
    {
        using var connection = Connect(Folder);
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER broken";
        command.ExecuteNonQuery();
    }

    /// <summary>The SKUs of a list, page by page to its end.</summary>
    public IAsyncEnumerable<string> Walk(string list, int limit) => Walk(Reader, list, limit);

    public async Task<string> Names(string list) =>
        string.Join(' ', await All(Reader, list, limit: 10));

    internal static async Task<List<string>> All(IViewReader reader, string list, int limit) =>
        await Walk(reader, list, limit).ToListAsync(TestContext.Current.CancellationToken);

    public static async IAsyncEnumerable<string> Walk(IViewReader reader, string list, int limit)
    {
        string? after = null;
        do
        {
            var page = (await reader.Page("shelf", list, limit, after)).Value!;
            foreach (var row in page.Rows)
            {
                yield return SkuOf(row);
            }

            after = page.Next;
        } while (after is not null);
    }

    public static string SkuOf(ReadOnlyMemory<byte> row) =>
        JsonSerializer.Deserialize(row.Span, ShelfJson.Default.ShelfRow)!.Sku;

    public void Dispose()
    {
        Close();
        Journal.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private IViewStore OpenViews() =>
        _database is null ? ViewsFile.Open(Folder) : PostgresViews.Open(_database);

    private void Close() => ((IDisposable)_views).Dispose();

    private static SqliteConnection Connect(string folder)
    {
        var path = Path.Combine(folder, "views.db");
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static NewEvent Record(StockEvent happened) =>
        new(
            "stock",
            DateTimeOffset.UnixEpoch,
            JsonSerializer.SerializeToUtf8Bytes(happened, StockEventJson.Default.StockEvent)
        );
}
