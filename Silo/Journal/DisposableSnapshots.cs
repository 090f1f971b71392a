using System.Threading.Channels;
using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>
/// Snapshots in a file beside the journal, not synced and deletable at any time: one that is lost,
/// or is ahead of a restored journal, costs a longer load and nothing else.
/// </summary>
internal sealed class DisposableSnapshots : ISnapshots, IDisposable
{
    private const int WaitingMax = 256;

    private const string Tables = """
        PRAGMA wal_autocheckpoint = 1000;
        CREATE TABLE IF NOT EXISTS snapshots (
          stream TEXT PRIMARY KEY,
          incarnation TEXT NOT NULL,
          fold INTEGER NOT NULL,
          version INTEGER NOT NULL,
          state BLOB NOT NULL
        ) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly string _incarnation;
    private readonly Lock _gate = new();
    private readonly Channel<Action> _offers = Channel.CreateBounded<Action>(
        new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Task _writing;

    public DisposableSnapshots(string folder, string incarnation)
    {
        _incarnation = incarnation;
        var file = new SqliteFile(Path.Combine(folder, "snapshots.db"));
        try
        {
            _connection = Open(file);
        }
        catch (SqliteException)
        {
            // It was not synced, so it may be damaged.
            Delete(file.Path);
            _connection = Open(file);
        }

        _writing = Task.Run(Write);
    }

    public Snapshot? Read(string stream, int fold)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = """
                SELECT version, state FROM snapshots
                WHERE stream = $stream AND fold = $fold AND incarnation = $incarnation
                """;
            command.Parameters.AddWithValue("$stream", stream);
            command.Parameters.AddWithValue("$fold", fold);
            command.Parameters.AddWithValue("$incarnation", _incarnation);
            try
            {
                using var rows = command.ExecuteReader();
                return rows.Read() ? new(rows.GetInt64(0), (byte[])rows[1]) : null;
            }
            catch (SqliteException)
            {
                return null; // As good as lost.
            }
        }
    }

    public void Offer(string stream, int fold, long version, Func<byte[]> serialize) =>
        _offers.Writer.TryWrite(() => Keep(stream, fold, version, serialize()));

    public void Dispose()
    {
        _offers.Writer.Complete();
        _writing.GetAwaiter().GetResult();
        _connection.Dispose();
    }

    private static SqliteConnection Open(SqliteFile file)
    {
        var connection = file.OpenWriter("OFF");
        try
        {
            connection.Run(Tables);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Delete(string path)
    {
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(path + part);
        }
    }

    private async Task Write()
    {
        await foreach (var offer in _offers.Reader.ReadAllAsync())
        {
            try
            {
                offer();
            }
            catch (SqliteException)
            {
                // A full disk: nothing depends on a snapshot.
            }
        }
    }

    private void Keep(string stream, int fold, long version, byte[] state)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = """
                INSERT OR REPLACE INTO snapshots (stream, incarnation, fold, version, state)
                VALUES ($stream, $incarnation, $fold, $version, $state)
                """;
            command.Parameters.AddWithValue("$stream", stream);
            command.Parameters.AddWithValue("$incarnation", _incarnation);
            command.Parameters.AddWithValue("$fold", fold);
            command.Parameters.AddWithValue("$version", version);
            command.Parameters.AddWithValue("$state", state);
            command.ExecuteNonQuery();
        }
    }
}
