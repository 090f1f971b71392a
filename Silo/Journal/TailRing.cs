using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>
/// The newest durable events, so that those who keep up never read the disk. Whoever falls behind
/// reads the store: nothing waits for a slow reader.
/// </summary>
internal sealed class TailRing(int capacity, long head)
{
    private readonly RecordedEvent[] _events = new RecordedEvent[capacity];
    private readonly Lock _gate = new();
    private readonly long _start = head; // Positions up to here were never in the ring.
    private long _head = head;
    private TaskCompletionSource _grown = NewSignal();

    public long Head => Volatile.Read(ref _head);

    /// <summary>Adds events whose positions follow the head without a gap.</summary>
    public void Add(IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource grown;
        lock (_gate)
        {
            foreach (var recorded in events)
            {
                _events[recorded.Position % capacity] = recorded;
            }

            Volatile.Write(ref _head, events[^1].Position);
            (grown, _grown) = (_grown, NewSignal());
        }

        grown.SetResult();
    }

    /// <summary>
    /// The events after a position, or <c>null</c> if the ring no longer has them all.
    /// </summary>
    public IReadOnlyList<RecordedEvent>? Read(long after, int max)
    {
        lock (_gate)
        {
            if (after >= _head)
            {
                return [];
            }

            if (after < long.Max(_start, _head - capacity))
            {
                return null;
            }

            var events = new RecordedEvent[long.Min(max, _head - after)];
            for (var i = 0; i < events.Length; i++)
            {
                events[i] = _events[(after + 1 + i) % capacity];
            }

            return events;
        }
    }

    public async Task WaitBeyond(long position, CancellationToken cancellation)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (_head > position)
                {
                    return;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
