using Commerce.Journal;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Commerce.Backups;

/// <summary>
/// A read transaction: what is committed meanwhile lies behind it in the write-ahead log, and
/// nobody waits for anybody.
/// </summary>
internal sealed class FrozenSqlite : IFrozenJournal
{
    public const string Name = "journal.db";

    /// <summary>Copied at once.</summary>
    private const int Pages = 256;

    private readonly SqliteConnection _connection;

    /// <exception cref="JournalUnusableException">There is no journal to copy.</exception>
    public FrozenSqlite(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new JournalUnusableException($"There is no store in {folder}.");
        }

        _connection = new SqliteFile(path).OpenReader();
        try
        {
            JournalSchema.Check(_connection, path);
            _connection.Run("BEGIN");
            JournalFormat = _connection.Ask<long>("PRAGMA user_version");
            IFrozenJournal.CheckFormat(path, JournalFormat, JournalSchema.Format);
            var head = _connection.Ask<long>("SELECT coalesce(max(position), 0) FROM events");
            Cut = new(
                now,
                head,
                head, // Positions have no gaps.
                _connection.Ask<string>("SELECT incarnation FROM journal")!,
                _connection.Ask<string>("SELECT region FROM journal")!
            );
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public string Store => "sqlite";

    public long JournalFormat { get; }

    public Cut Cut { get; }

    public IReadOnlyList<Erasure> Erasures()
    {
        var erasures = new List<Erasure>();
        using var rows = new Statement(_connection, "SELECT subject, at FROM erasures ORDER BY at");
        while (rows.Step())
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(1));
            erasures.Add(new(rows.Text(0), at));
        }

        return erasures;
    }

    public async Task CopyTo(AsideFolder folder, Progress progress)
    {
        await using (var file = folder.Create(Name))
        using (var copy = Open(folder.PathOf(Name), SqliteOpenMode.ReadWrite))
        {
            copy.Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            await CopyPages(copy, file, progress);
        }

        Check(folder.PathOf(Name));
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Within the one read transaction, so no step begins another.</summary>
    private async Task CopyPages(SqliteConnection copy, FileStream file, Progress progress)
    {
        var pageSize = _connection.Ask<long>("PRAGMA page_size");
        using var backup = raw.sqlite3_backup_init(copy.Handle, "main", _connection.Handle, "main");
        var pace = new Pace();
        int code;
        while ((code = raw.sqlite3_backup_step(backup, Pages)) == raw.SQLITE_OK)
        {
            await pace.Note(Pages * pageSize);
            var total = raw.sqlite3_backup_pagecount(backup) * pageSize;
            progress.Tell(Name, total - (raw.sqlite3_backup_remaining(backup) * pageSize), total);
        }

        if (code != raw.SQLITE_DONE)
        {
            var why = raw.sqlite3_errstr(code).utf8_to_string();
            throw new IOException($"{Name} cannot be copied: {why}");
        }
    }

    private void Check(string path)
    {
        using var copy = Open($"file:{path}?immutable=1", SqliteOpenMode.ReadOnly);
        var events = copy.Ask<long>("SELECT count(*) FROM events");
        if (copy.Ask<string>("PRAGMA quick_check(1)") != "ok" || events != Cut.Events)
        {
            throw new BackupException(
                $"{path} has {events} events of {Cut.Events}, or is damaged, as the store may be."
            );
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ConnectionString);
        connection.Open();
        return connection;
    }
}
