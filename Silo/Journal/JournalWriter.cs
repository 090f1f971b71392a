using Commerce.EventSourcing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Commerce.Journal;

/// <summary>
/// Writes each batch as one transaction. A conflict refuses one append and none of its neighbours.
/// </summary>
internal sealed class JournalWriter : IBatchWriter, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly AppendStatements _statements;
    private readonly TailRing _tail;
    private readonly AlarmBook _alarms;
    private readonly NewestStreams _newest;
    private readonly GroupCommit _commits;

    public JournalWriter(
        SqliteConnection connection,
        string region,
        TailRing tail,
        AlarmBook alarms,
        NewestStreams newest
    )
    {
        (_connection, _tail, _alarms, _newest) = (connection, tail, alarms, newest);
        _statements = new(connection, region);
        _commits = new(this);
    }

    public bool IsFull => _commits.IsFull;

    public Task Append(StreamAppend append) => _commits.Append(append);

    /// <summary>Runs something else on the writer's connection, outside any transaction.</summary>
    public Task Run(Action<SqliteConnection> job) =>
        _commits.Run(() =>
        {
            try
            {
                job(_connection);
            }
            catch (SqliteException e)
            {
                throw new JournalUnavailableException(e.Message);
            }
        });

    /// <summary>
    /// Deletes a stream that is at that version, but for the journal's newest events.
    /// </summary>
    public async Task<bool> Remove(string stream, long version)
    {
        var isGone = false;
        await Run(connection =>
        {
            isGone = connection.Remove(stream, version);
            if (isGone)
            {
                // The table of alarms hears of it later; should that be lost, one rings for nobody.
                _alarms.Note(new(stream, version, [], new AlarmChange(null)));
            }
        });
        return isGone;
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        _commits.Dispose();
        _statements.Dispose();
        _alarms.Dispose();
        _connection.Dispose();
    }

    public void Write(List<PendingAppend> batch)
    {
        var landed = new List<RecordedEvent>(batch.Count * 2);
        var refused = new HashSet<PendingAppend>();
        try
        {
            _statements.Begin();
            _alarms.Write(_tail.Head);
            foreach (var pending in batch)
            {
                if (_statements.Land(pending.Append, _tail.Head + landed.Count))
                {
                    Note(pending, landed);
                }
                else
                {
                    refused.Add(pending);
                }
            }

            _statements.Commit();
        }
        catch (SqliteException e)
        {
            GiveUp(batch, e);
            return;
        }

        _alarms.Committed();
        _tail.Add(landed);
        foreach (var pending in batch)
        {
            if (refused.Contains(pending))
            {
                pending.Refuse();
            }
            else
            {
                _alarms.Note(pending.Append);
                pending.Land();
            }
        }
    }

    /// <summary>
    /// Writes all alarms: it spares the next start the work; should it fail, that start does it.
    /// </summary>
    public void Finish()
    {
        try
        {
            _statements.Begin();
            _alarms.WriteAll(_tail.Head);
            _statements.Commit();
        }
        catch (SqliteException)
        {
            _statements.Rollback();
        }
    }

    private void Note(PendingAppend pending, List<RecordedEvent> landed)
    {
        var append = pending.Append;
        if (append.ExpectedVersion == 0)
        {
            _newest.Begins(append.Stream);
        }

        for (var i = 0; i < append.Events.Count; i++)
        {
            var (kind, at, data) = append.Events[i];
            var position = _tail.Head + landed.Count + 1;
            var version = append.ExpectedVersion + 1 + i;
            var trace = i == append.Events.Count - 1 ? pending.Trace : null;
            landed.Add(new(position, append.Stream, version, kind, at, data) { Trace = trace });
        }
    }

    /// <summary>
    /// A full or locked disk is known to have written nothing. After any other I/O error, above all
    /// a failed fsync, nobody knows what is on the disk: only a new start finds out.
    /// </summary>
    private void GiveUp(List<PendingAppend> batch, SqliteException e)
    {
        if (e.SqliteErrorCode is not (raw.SQLITE_FULL or raw.SQLITE_BUSY))
        {
            Environment.FailFast($"The journal failed and must be opened anew: {e.Message}", e);
        }

        _statements.Rollback();
        _alarms.RolledBack();
        foreach (var pending in batch)
        {
            pending.Fail(
                new JournalUnavailableException($"The journal cannot be written: {e.Message}.")
            );
        }
    }
}
