using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Telemetry;

namespace Commerce.Journal;

/// <summary>
/// One thread hands all that waits to a writer as one batch, and what comes meanwhile shares the
/// next.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Events waiting beyond which the journal calls itself full.</summary>
    private const int QueueMax = 50_000;

    /// <summary>Events in one transaction, so that nobody waits long for others' work.</summary>
    private const int BatchMax = 4_096;

    private readonly IBatchWriter _writer;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<Waiting> _queue = new();
    private readonly JournalMeter _meter;
    private readonly Thread _thread;
    private int _queued;
    private long _begun; // When the batch that is being written was; 0: none is.
    private bool _stopping;

    public GroupCommit(IBatchWriter writer)
    {
        _writer = writer;
        _meter = new(() => Volatile.Read(ref _queued), Age);
        _thread = new(Run) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    public bool IsFull => Volatile.Read(ref _queued) > QueueMax;

    public Task Append(StreamAppend append)
    {
        var pending = new PendingAppend(append, _meter);
        Enqueue(new(pending, Job: null, append.Events.Count + 1));
        return pending.Done;
    }

    /// <summary>Runs something else on the writer's thread, between two batches.</summary>
    public Task Run(Action job)
    {
        var task = new Task(job, TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new(Append: null, task, Weight: 1));
        return task;
    }

    /// <summary>Sends those away who wait for the next batches.</summary>
    public void FailWaiting(Exception why)
    {
        List<PendingAppend> batch;
        do
        {
            (batch, var job) = Take();
            batch.ForEach(append => append.Fail(why));
            job?.RunSynchronously();
        } while (batch.Count > 0);
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _work.Release();
        _thread.Join();
        _meter.Dispose();
        _work.Dispose();
    }

    private void Enqueue(Waiting waiting)
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
    }

    private void Run()
    {
        while (true)
        {
            var (batch, job) = Take();
            if (job is not null)
            {
                job.RunSynchronously();
            }
            else if (batch.Count > 0)
            {
                Write(batch);
            }
            else if (Volatile.Read(ref _stopping))
            {
                _writer.Finish();
                return;
            }
            else
            {
                _work.Wait();
            }
        }
    }

    private void Write(List<PendingAppend> batch)
    {
        var begun = TimeProvider.System.GetTimestamp();
        Volatile.Write(ref _begun, begun);
        using (Spans.Commit(batch))
        {
            _writer.Write(batch);
        }

        Volatile.Write(ref _begun, 0);
        Activity.Current = null; // Spans end in another order than they begin.
        var events = batch.Sum(each => each.Append.Events.Count);
        _meter.Committed(events, TimeProvider.System.GetElapsedTime(begun));
    }

    /// <summary>How long the batch that is being written takes already.</summary>
    private TimeSpan Age() =>
        Volatile.Read(ref _begun) is > 0 and var begun
            ? TimeProvider.System.GetElapsedTime(begun)
            : TimeSpan.Zero;

    /// <summary>As many appends as one transaction takes, or one job.</summary>
    private (List<PendingAppend> Batch, Task? Job) Take()
    {
        var batch = new List<PendingAppend>();
        lock (_gate)
        {
            for (var weight = 0; weight < BatchMax && _queue.TryPeek(out var next); )
            {
                if (next.Append is null && batch.Count > 0)
                {
                    break;
                }

                _queue.Dequeue();
                _queued -= next.Weight;
                weight += next.Weight;
                if (next.Append is null)
                {
                    return (batch, next.Job);
                }

                batch.Add(next.Append);
            }
        }

        return (batch, null);
    }

    /// <summary>An append or a job.</summary>
    private readonly record struct Waiting(PendingAppend? Append, Task? Job, int Weight);
}

/// <summary>Writes batches, for a <see cref="GroupCommit"/> and on its thread.</summary>
internal interface IBatchWriter
{
    /// <summary>Answers each append of the batch; never throws what it can answer with.</summary>
    void Write(List<PendingAppend> batch);

    /// <summary>Hears that nothing more comes.</summary>
    void Finish();
}

/// <summary>An append that somebody waits for.</summary>
internal sealed class PendingAppend(StreamAppend append, JournalMeter meter)
{
    private readonly TaskCompletionSource _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly long _since = TimeProvider.System.GetTimestamp();
    private Activity? _span;

    public StreamAppend Append => append;

    public Task Done => _done.Task;

    private TimeSpan Waited => TimeProvider.System.GetElapsedTime(_since);

    /// <summary>Its span, as a W3C <c>traceparent</c>, once its turn has come.</summary>
    public string? Trace => _span?.Id;

    /// <summary>Its turn has come: its span, if a caller is traced.</summary>
    public Activity? BeginSpan() =>
        _span = Spans.Append(append, TimeProvider.System.GetUtcNow() - Waited);

    /// <summary>Its events are durable.</summary>
    public void Land()
    {
        meter.Landed(append, Waited);
        _span?.Dispose();
        _done.SetResult();
    }

    /// <summary>Its stream is not at the version that was expected.</summary>
    public void Refuse()
    {
        meter.Refused();
        EndSpan("refused");
        _done.SetException(new JournalConflictException(append.Stream, append.ExpectedVersion));
    }

    public void Fail(Exception why)
    {
        meter.Failed();
        EndSpan("failed");
        _done.SetException(why);
    }

    private void EndSpan(string error)
    {
        _span?.SetStatus(ActivityStatusCode.Error, error).Dispose();
    }
}
