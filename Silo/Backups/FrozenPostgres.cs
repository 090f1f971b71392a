using System.Data;
using Commerce.Journal;
using Commerce.Postgres;
using Npgsql;

namespace Commerce.Backups;

/// <summary>
/// One read-only transaction that sees one moment. It has no transaction number, so it does not
/// hold back the tail.
/// </summary>
internal sealed class FrozenPostgres : IFrozenJournal
{
    private const int BufferBytes = 1 << 16;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private FrozenPostgres(NpgsqlConnection connection, DateTimeOffset now)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        connection.Run("SET TRANSACTION READ ONLY");
        Cut = new(
            now,
            connection.Ask<long>("SELECT coalesce(max(position), 0) FROM events"),
            connection.Ask<long>("SELECT count(*) FROM events"),
            connection.Ask<string>("SELECT incarnation FROM journal")!,
            connection.Ask<string>("SELECT region FROM journal")!
        );
    }

    public string Store => "postgres";

    public long JournalFormat => PostgresSchema.Format;

    public Cut Cut { get; }

    /// <exception cref="JournalUnusableException">There is no journal to copy.</exception>
    public static FrozenPostgres Freeze(string connectionString, DateTimeOffset now)
    {
        var connection = Open(connectionString);
        try
        {
            var name = $"{connection.Host}/{connection.Database}";
            // It may not have yet what was acknowledged.
            if (connection.Ask<bool>("SELECT pg_is_in_recovery()"))
            {
                throw new JournalUnusableException($"{name} is a standby; back up its primary.");
            }

            if (connection.Ask<bool>("SELECT to_regnamespace('commerce') IS NULL"))
            {
                throw new JournalUnusableException($"There is no store in {name}.");
            }

            PostgresSchema.CheckTables(connection, name);
            var format = connection.Ask<int>("SELECT format FROM journal");
            IFrozenJournal.CheckFormat(name, format, PostgresSchema.Format);
            return new(connection, now);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>For statements that may take as long as they do.</summary>
    public static NpgsqlConnection Open(string connectionString)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "commerce backup",
            SearchPath = PostgresServer.Schema,
            CommandTimeout = 0,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(text.ConnectionString);
        connection.Open();
        return connection;
    }

    public IReadOnlyList<Erasure> Erasures()
    {
        using var command = new NpgsqlCommand(
            "SELECT subject, at FROM erasures ORDER BY at",
            _connection
        );
        using var rows = command.ExecuteReader();
        var erasures = new List<Erasure>();
        while (rows.Read())
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1));
            erasures.Add(new(rows.GetString(0), at));
        }

        return erasures;
    }

    public async Task CopyTo(AsideFolder folder, Progress progress)
    {
        var pace = new Pace();
        foreach (var (table, columns) in JournalTables.All)
        {
            await Copy(table, columns, folder, pace, progress);
        }

        var path = folder.PathOf(JournalTables.FileOf(JournalTables.Events));
        var (events, position) = CopiedRows.Count(path);
        if ((events, position) != (Cut.Events, Cut.Position))
        {
            throw new BackupException($"{path} has {events} events of {Cut.Events}: the disk.");
        }
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private async Task Copy(
        string table,
        string columns,
        AsideFolder folder,
        Pace pace,
        Progress progress
    )
    {
        var total = _connection.Ask<long>($"SELECT pg_table_size('{table}')");
        await using var rows = await _connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT {columns} FROM {table}) TO STDOUT (FORMAT BINARY)"
        );
        await using var file = folder.Create(JournalTables.FileOf(table));
        var buffer = new byte[BufferBytes];
        while (await rows.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read));
            await pace.Note(read);
            progress.Tell(table, file.Length, total);
        }
    }
}
