using System.Collections.Concurrent;
using System.Diagnostics;
using Commerce.EventSourcing;

namespace Commerce.Telemetry;

/// <summary>
/// The spans of the newest appends of this process, by their last events: so consumers here find
/// what those came from, and nothing need be stored with an event.
/// </summary>
internal sealed class TracedEvents
{
    private const int Max = 4_096;

    private readonly ConcurrentDictionary<(string Stream, long Version), ActivityContext> _spans =
    [];
    private readonly ConcurrentQueue<(string Stream, long Version)> _order = [];

    public void Add(StreamAppend append, ActivityContext span)
    {
        if (append.Events.Count == 0 || !_spans.TryAdd(LastOf(append), span))
        {
            return;
        }

        _order.Enqueue(LastOf(append));
        if (_order.Count > Max && _order.TryDequeue(out var oldest))
        {
            _spans.TryRemove(oldest, out _);
        }
    }

    public void Remove(StreamAppend append) => _spans.TryRemove(LastOf(append), out _);

    public ActivityContext? Find(RecordedEvent recorded) =>
        _spans.TryGetValue((recorded.Stream, recorded.Version), out var span) ? span : null;

    private static (string Stream, long Version) LastOf(StreamAppend append) =>
        (append.Stream, append.ExpectedVersion + append.Events.Count);
}
