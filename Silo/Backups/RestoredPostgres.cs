using Commerce.Postgres;
using Npgsql;

namespace Commerce.Backups;

/// <summary>A journal in a database that has none, in one transaction.</summary>
internal sealed class RestoredPostgres : IRestoredJournal
{
    private const string Brought = "brought_keys";

    private readonly Manifest _manifest;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _name;

    /// <exception cref="BackupException">It has one.</exception>
    public RestoredPostgres(Manifest manifest, string connectionString)
    {
        _manifest = manifest;
        _connection = FrozenPostgres.Open(connectionString);
        _name = $"{_connection.Host}/{_connection.Database}";
        try
        {
            PostgresSchema.CheckServer(_connection, _name);
            if (!_connection.Ask<bool>("SELECT to_regnamespace('commerce') IS NULL"))
            {
                throw new BackupException($"{_name} is not empty: it has a schema commerce.");
            }

            _transaction = _connection.BeginTransaction();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public async Task<int> Load(string backup, AsideFolder folder, IReadOnlyList<Erasure> erasures)
    {
        _connection.Run(PostgresSchema.Tables);
        // Keys pass through a table that leaves nothing behind: what is deleted stays in its page.
        _connection.Run($"CREATE TEMP TABLE {Brought} (LIKE subject_keys) ON COMMIT DROP");
        foreach (var (table, columns) in JournalTables.All)
        {
            var into = table == JournalTables.Keys ? Brought : table;
            await using var file = File.OpenRead(Path.Combine(backup, JournalTables.FileOf(table)));
            await using var rows = await _connection.BeginRawBinaryCopyAsync(
                $"COPY {into} ({columns}) FROM STDIN (FORMAT BINARY)"
            );
            await file.CopyToAsync(rows);
        }

        Check();
        // The numbers of another server, or of this one's past: to be opened as a new history.
        _connection.Run(
            $"UPDATE journal SET format = {PostgresSchema.Format}, identity = 'restored'"
        );
        return KeepKeys(erasures);
    }

    public void Commit() => _transaction.Commit();

    private void Check()
    {
        var events = _connection.Ask<long>("SELECT count(*) FROM events");
        if (events != _manifest.Cut.Events)
        {
            throw new BackupException($"{_name} has {events} events of {_manifest.Cut.Events}.");
        }
    }

    private int KeepKeys(IReadOnlyList<Erasure> erasures)
    {
        foreach (var (subject, at) in erasures)
        {
            _connection.Run(
                "INSERT INTO erasures VALUES ($1, $2) ON CONFLICT DO NOTHING",
                subject,
                at.ToUnixTimeMilliseconds()
            );
        }

        _connection.Run(
            $"""
            INSERT INTO subject_keys SELECT * FROM {Brought}
            WHERE subject NOT IN (SELECT subject FROM erasures)
            """
        );
        return (int)
            _connection.Ask<long>(
                $"""
                SELECT count(*) FROM {Brought} WHERE subject IN (SELECT subject FROM erasures)
                """
            );
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
