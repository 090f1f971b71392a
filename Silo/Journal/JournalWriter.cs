using Commerce.EventSourcing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Commerce.Journal;

/// <summary>
/// The group commit: one thread writes all that waits as one transaction, and what comes meanwhile
/// shares the next. A conflict refuses one append and none of its neighbours.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    /// <summary>Events waiting beyond which the journal calls itself full.</summary>
    private const int QueueMax = 50_000;

    /// <summary>Events in one transaction, so that nobody waits long for others' work.</summary>
    private const int BatchMax = 4_096;

    private readonly SqliteConnection _connection;
    private readonly AppendStatements _statements;
    private readonly TailRing _tail;
    private readonly AlarmBook _alarms;
    private readonly NewestStreams _newest;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<Waiting> _queue = new();
    private readonly Thread _thread;
    private int _queued;
    private bool _stopping;

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
        _thread = new(Run) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    public bool IsFull => Volatile.Read(ref _queued) > QueueMax;

    public Task Append(StreamAppend append) =>
        Enqueue(new(append, Job: null, append.Events.Count + 1));

    /// <summary>Runs something else on the writer's connection, outside any transaction.</summary>
    public Task Run(Action<SqliteConnection> job) => Enqueue(new(Append: null, job, Weight: 1));

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _work.Release();
        _thread.Join();
        _work.Dispose();
        _statements.Dispose();
        _alarms.Dispose();
        _connection.Dispose();
    }

    private Task Enqueue(Waiting waiting)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                throw new JournalUnavailableException("The journal is closed.");
            }

            _queue.Enqueue(waiting);
            _queued += waiting.Weight;
            if (_queue.Count == 1)
            {
                _work.Release();
            }
        }

        return waiting.Done.Task;
    }

    private void Run()
    {
        while (true)
        {
            var batch = Take();
            if (batch.Count == 0)
            {
                if (Volatile.Read(ref _stopping))
                {
                    WriteAlarms();
                    return;
                }

                _work.Wait();
            }
            else if (batch[0].Job is { } job)
            {
                Do(job, batch[0]);
            }
            else
            {
                Write(batch);
            }
        }
    }

    /// <summary>As many appends as one transaction takes, or one job.</summary>
    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        lock (_gate)
        {
            var weight = 0;
            while (weight < BatchMax && _queue.TryPeek(out var next))
            {
                if (next.Job is not null && batch.Count > 0)
                {
                    break;
                }

                batch.Add(_queue.Dequeue());
                weight += next.Weight;
                if (next.Job is not null)
                {
                    break;
                }
            }

            _queued -= weight;
        }

        return batch;
    }

    private void Write(List<Waiting> batch)
    {
        var landed = new List<RecordedEvent>(batch.Count * 2);
        var refused = new HashSet<Waiting>();
        try
        {
            _statements.Begin();
            _alarms.Write(_tail.Head);
            foreach (var waiting in batch)
            {
                if (_statements.Land(waiting.Append!, _tail.Head + landed.Count))
                {
                    Note(waiting.Append!, landed);
                }
                else
                {
                    refused.Add(waiting);
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
        foreach (var waiting in batch)
        {
            if (refused.Contains(waiting))
            {
                var (stream, expected) = (waiting.Append!.Stream, waiting.Append.ExpectedVersion);
                waiting.Done.SetException(new JournalConflictException(stream, expected));
            }
            else
            {
                _alarms.Note(waiting.Append!);
                waiting.Done.SetResult();
            }
        }
    }

    /// <summary>Spares the next start the work; should it fail, that start does it.</summary>
    private void WriteAlarms()
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

    private void Note(StreamAppend append, List<RecordedEvent> landed)
    {
        if (append.ExpectedVersion == 0)
        {
            _newest.Begins(append.Stream);
        }

        for (var i = 0; i < append.Events.Count; i++)
        {
            var (kind, at, data) = append.Events[i];
            var position = _tail.Head + landed.Count + 1;
            var version = append.ExpectedVersion + 1 + i;
            landed.Add(new(position, append.Stream, version, kind, at, data));
        }
    }

    /// <summary>
    /// A full or locked disk is known to have written nothing. After any other I/O error, above all
    /// a failed fsync, nobody knows what is on the disk: only a new start finds out.
    /// </summary>
    private void GiveUp(List<Waiting> batch, SqliteException e)
    {
        if (e.SqliteErrorCode is not (raw.SQLITE_FULL or raw.SQLITE_BUSY))
        {
            Environment.FailFast($"The journal failed and must be opened anew: {e.Message}", e);
        }

        _statements.Rollback();
        _alarms.RolledBack();
        foreach (var waiting in batch)
        {
            waiting.Done.SetException(
                new JournalUnavailableException($"The journal cannot be written: {e.Message}.")
            );
        }
    }

    private void Do(Action<SqliteConnection> job, Waiting waiting)
    {
        try
        {
            job(_connection);
            waiting.Done.SetResult();
        }
        catch (SqliteException e)
        {
            waiting.Done.SetException(new JournalUnavailableException(e.Message));
        }
    }

    private sealed record Waiting(StreamAppend? Append, Action<SqliteConnection>? Job, int Weight)
    {
        public TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Equals(Waiting? other) => ReferenceEquals(this, other);

        public override int GetHashCode() =>
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
