using Commerce.EventSourcing;
using Commerce.Journal;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// Writes each batch as one transaction. A conflict refuses one stream and none of its neighbours;
/// whoever was told anything was told the truth, whatever becomes of the connection.
/// </summary>
internal sealed class PostgresWriter : IBatchWriter, IDisposable
{
    /// <summary>How long it is tried to learn what became of a commit.</summary>
    private static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresServer _server;
    private readonly KnownHistory _history;
    private readonly PostgresTail _tail;
    private readonly CancellationTokenSource _closing = new();
    private readonly GroupCommit _commits;
    private NpgsqlConnection? _connection;
    private LandStatement? _land;

    public PostgresWriter(PostgresServer server, KnownHistory history, PostgresTail tail)
    {
        (_server, _history, _tail) = (server, history, tail);
        _commits = new(this);
    }

    public bool IsFull => _commits.IsFull;

    public Task Append(StreamAppend append) => _commits.Append(append);

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _commits.Dispose();
        Disconnect();
        _closing.Dispose();
    }

    public void Write(List<PendingAppend> batch)
    {
        while (batch.Count > 0)
        {
            (var tried, batch) = AppendBatch.From(batch);
            Write(tried, isRetry: false);
        }
    }

    public void Finish()
    {
        // All is written.
    }

    private void Write(AppendBatch batch, bool isRetry)
    {
        Landing? landing = null;
        try
        {
            using var transaction = Connected().BeginTransaction();
            landing = _land!.Execute(batch);
            transaction.Commit();
        }
#pragma warning disable CA1031 // Whatever it is, those who wait hear of it.
        catch (Exception e) when (landing is null && !e.IsOfTheServer())
        {
            WriteHalves(batch, e);
            return;
        }
        catch (Exception e)
#pragma warning restore CA1031
        {
            Disconnect();
            // Before the word to commit, and where the server says so, nothing was committed.
            if (landing is null || e.IsRefusal() || !IsCommitted(batch, landing))
            {
                WriteAgain(batch, isRetry || e.IsRefusal(), e);
                return;
            }

            landing = landing with { Horizon = 0 };
        }

        Answer(batch, landing);
    }

    private NpgsqlConnection Connected()
    {
        if (_connection is null)
        {
            _connection = _server.Open(_history);
            _land = new(_connection, _history.Opened);
            _tail.Restart();
        }

        return _connection;
    }

    private void Disconnect()
    {
        _land?.Dispose();
        _connection?.Dispose();
        (_land, _connection) = (null, null);
    }

    /// <summary>
    /// Something is wrong with one stream, which is found by halving: another process has come
    /// first, or its events are none.
    /// </summary>
    private void WriteHalves(AppendBatch batch, Exception e)
    {
        if (!e.IsRefusal())
        {
            Disconnect();
        }

        if (batch.Groups.Count > 1)
        {
            var (first, second) = batch.Halves();
            Write(first, isRetry: false);
            Write(second, isRetry: false);
        }
        else if (e.IsConflict())
        {
            Each(batch, pending => pending.Refuse());
        }
        else
        {
            Each(batch, pending => pending.Fail(PostgresErrors.Unavailable(e)));
        }
    }

    private void WriteAgain(AppendBatch batch, bool isEnough, Exception e)
    {
        if (isEnough)
        {
            Each(batch, pending => pending.Fail(PostgresErrors.Unavailable(e)));
        }
        else
        {
            Write(batch, isRetry: true);
        }
    }

    private void Answer(AppendBatch batch, Landing landing)
    {
        _tail.Add(landing, batch.Recorded(landing));
        for (var i = 0; i < batch.Groups.Count; i++)
        {
            var landed = landing.Groups.Contains(i + 1);
            foreach (var pending in batch.Groups[i].Appends)
            {
                if (landed)
                {
                    pending.Land();
                }
                else
                {
                    pending.Refuse();
                }
            }
        }
    }

    private static void Each(AppendBatch batch, Action<PendingAppend> answer)
    {
        foreach (var pending in batch.Groups.SelectMany(group => group.Appends))
        {
            answer(pending);
        }
    }

    /// <summary>
    /// What became of a transaction whose commit was not answered. Nobody is answered before that
    /// is known, unless the server stays away: then it is unknown, and so are they told.
    /// </summary>
    private bool IsCommitted(AppendBatch batch, Landing landing)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = Connected();
                if (connection.HasEnded(landing.Transaction))
                {
                    return batch.Recorded(landing) is [var first, ..] && connection.Has(first);
                }
            }
            catch (Exception e) when (e.IsOfTheServer())
            {
                Disconnect();
                var away = PostgresErrors.Unavailable(e);
                _commits.FailWaiting(away);
                var waited = TimeProvider.System.GetElapsedTime(begun);
                if (waited > SettleMax || _closing.IsCancellationRequested)
                {
                    return false;
                }
            }

            _closing.Token.WaitHandle.WaitOne(SettlePause);
        }
    }
}
