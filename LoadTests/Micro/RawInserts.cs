using Commerce.Journal;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// What the disk and SQLite allow: one thread that does nothing but insert, with the schema, keys
/// and fence of the journal.
/// </summary>
internal sealed class RawInserts : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly AppendStatements _statements;
    private readonly string[] _streams;
    private long _position;
    private long _version;

    private RawInserts(string folder, int batch)
    {
        var ids = new IdGenerator(TimeProvider.System, "eu1");
        var path = Path.Combine(folder, "raw.db");
        _connection = new SqliteFile(path).OpenWriter("FULL");
        JournalSchema.Prepare(_connection, path, ids);
        _statements = new(_connection, ids.Region);
        _streams = [.. Enumerable.Range(0, batch).Select(writer => $"bench/{batch}-{writer}")];
    }

    /// <param name="folder">Where its file is made.</param>
    /// <param name="batch">How many events share a transaction, each of another stream.</param>
    public static RawInserts Open(string folder, int batch) => new(folder, batch);

    /// <summary>Writes one transaction, and returns when it is durable.</summary>
    public void Insert()
    {
        _statements.Begin();
        foreach (var stream in _streams)
        {
            if (!_statements.Land(new(stream, _version, [Samples.Bench]), _position++))
                throw new InvalidOperationException("A raw insert met another writer.");
        }

        _statements.Commit();
        _version++;
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }
}
