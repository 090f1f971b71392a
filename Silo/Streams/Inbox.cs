using Commerce.EventSourcing;

namespace Commerce.Streams;

/// <summary>
/// What happened in one part and was not fetched yet. It never holds up who fills it: what it has
/// no room for it forgets, and whoever fetches sees that something is missing.
/// </summary>
internal sealed class Inbox(int part)
{
    /// <summary>Events that wait at most, which is also what is fetched at once.</summary>
    public const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private long _from;
    private long _to;
    private DateTimeOffset _at;
    private TaskCompletionSource _came = NewSignal();

    /// <summary>Forgets what it has: news begins after this position.</summary>
    public void Begin(long position)
    {
        lock (_gate)
        {
            _events.Clear();
            (_from, _to) = (position, position);
        }
    }

    /// <summary>Adds all that happened here since what was added before.</summary>
    public void Add(List<RecordedEvent> events, long to, DateTimeOffset at)
    {
        TaskCompletionSource came;
        lock (_gate)
        {
            if (_events.Count + events.Count > Capacity)
            {
                _events.Clear();
                _from = _to;
            }

            _events.AddRange(events);
            (_to, _at, came) = (to, at, _came);
        }

        came.TrySetResult();
    }

    /// <summary>Waits for news, and fetches all there is.</summary>
    public async Task<EventBatch> Fetch(CancellationToken cancellation)
    {
        while (true)
        {
            Task came;
            lock (_gate)
            {
                if (_events.Count > 0)
                {
                    var batch = new EventBatch(part, _from, _to, _at, [.. _events]);
                    _events.Clear();
                    (_from, _came) = (_to, NewSignal());
                    return batch;
                }

                came = _came.Task;
            }

            await came.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
