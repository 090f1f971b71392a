using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>Somebody who reads along and remembers what he heard.</summary>
internal sealed class Listener : ITailConsumer
{
    public string Name => "listener";

    public TailPosition Position { get; set; }

    public DateTimeOffset At { get; private set; }

    public int Failures { get; set; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool IsCaughtUp { get; private set; }

    public List<long> Heard { get; } = [];

    public List<int> Batches { get; } = [];

    public List<DateTimeOffset> Asked { get; } = [];

    public Task Apply(IReadOnlyList<RecordedEvent> events)
    {
        Asked.Add(Time.GetUtcNow());
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("Not now.");
        }

        Batches.Add(events.Count);
        Heard.AddRange(events.Select(each => each.Position));
        Position = Position with { Position = events[^1].Position };
        At = events[^1].At;
        return Task.CompletedTask;
    }

    public Task StartOver(string incarnation)
    {
        Position = new(incarnation, 0);
        return Task.CompletedTask;
    }

    public Task CatchUp()
    {
        IsCaughtUp = true;
        return Task.CompletedTask;
    }
}
