namespace Commerce.EventSourcing;

/// <summary>
/// Somebody who is told of every event in the journal's order, and keeps what comes of it.
/// </summary>
/// <remarks>
/// What comes of an event and the position are kept in one transaction: whatever dies when, each
/// event counts once.
/// </remarks>
public interface ITailConsumer
{
    /// <summary>What the log calls it.</summary>
    string Name { get; }

    /// <summary>Up to where it has applied the journal.</summary>
    TailPosition Position { get; }

    /// <summary>When the last event that it applied happened.</summary>
    DateTimeOffset At { get; }

    /// <summary>
    /// How long it lets events gather, so that a busy journal is not heard event by event.
    /// </summary>
    TimeSpan Linger => TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Applies events that follow each other, and ignores those up to <see cref="Position"/>. Is
    /// asked again, for ever, if it throws: an event that it can never apply it must park.
    /// </summary>
    Task Apply(IReadOnlyList<RecordedEvent> events);

    /// <summary>Begins again at the first event, of this incarnation of the journal.</summary>
    Task StartOver(string incarnation);

    /// <summary>Hears that there is nothing newer. Comes often.</summary>
    Task CatchUp() => Task.CompletedTask;
}

/// <summary>
/// A place in one history. In another incarnation of the journal it means nothing.
/// </summary>
public readonly record struct TailPosition(string Incarnation, long Position);
