using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>
/// Moves what was committed from the write-ahead log into the database file, beside the writer and
/// not in its way. Only a log that never comes to rest is started over by the writer itself. The
/// file of the log is kept: to write over it is cheaper to sync than to let it grow.
/// </summary>
internal sealed class WalCheckpoints : IDisposable
{
    private const long WorthMoving = 4L << 20;
    private const long FramesMax = 8_192;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortReadMax = TimeSpan.FromMilliseconds(100);

    private readonly FileInfo _log;
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();
    private readonly JournalWriter _writer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public WalCheckpoints(SqliteFile file, JournalWriter writer)
    {
        _log = new(file.Path + "-wal");
        _writer = writer;
        _connection = file.OpenWriter("FULL");
        _running = Task.Run(Run);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
        _connection.Dispose();
        _stop.Dispose();
    }

    /// <summary>Completes once nothing that was overwritten is in the log any more.</summary>
    public async Task Empty()
    {
        var isEmpty = false;
        while (true)
        {
            if (IsAllMoved(out _))
            {
                await _writer.Run(writer => isEmpty = Begin("TRUNCATE", writer));
            }

            if (isEmpty)
            {
                return;
            }

            await Task.Delay(Period, TimeProvider.System, _stop.Token);
        }
    }

    private async Task Run()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                _log.Refresh();
                if (_log.Exists && _log.Length > WorthMoving)
                {
                    await Move();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store stops.
        }
    }

    private async Task Move()
    {
        try
        {
            if (IsAllMoved(out var frames) && frames > FramesMax)
            {
                await _writer.Run(writer => Begin("RESTART", writer));
            }
        }
        catch (Exception e) when (e is SqliteException or JournalUnavailableException)
        {
            // A full disk: the log stays as it is, and the next tick tries again.
        }
    }

    /// <summary>
    /// Whoever reads the journal as it was, such as a backup, needs what came since in the log.
    /// Until they are done it cannot be begun anew, and nobody shall wait for that.
    /// </summary>
    private bool IsAllMoved(out long frames)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var row = command.ExecuteReader();
            row.Read();
            frames = row.GetInt64(1);
            return row.GetInt64(2) == frames;
        }
    }

    /// <summary>Waits for short reads alone; whether the log begins anew.</summary>
    private static bool Begin(string how, SqliteConnection writer)
    {
        writer.Run($"PRAGMA busy_timeout = {ShortReadMax.TotalMilliseconds}");
        try
        {
            return writer.Ask<long>($"PRAGMA wal_checkpoint({how})") == 0;
        }
        finally
        {
            writer.Run($"PRAGMA busy_timeout = {SqliteFile.BusyMax.TotalMilliseconds}");
        }
    }
}
