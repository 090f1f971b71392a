using System.Collections.Immutable;

namespace Commerce.EventSourcing;

/// <summary>
/// News of one part: all that happened there after a position up to another. Whoever was not at the
/// first has missed some, and reads the journal.
/// </summary>
/// <param name="Part">Which, from 0 to before <see cref="EventSourcing.Part.Count"/>.</param>
/// <param name="At">When the journal's event at the second position happened.</param>
/// <param name="Events">In the journal's order; positions of other parts are left out.</param>
[GenerateSerializer, Immutable, Alias("commerce.event-batch")]
public sealed record EventBatch(
    int Part,
    long From,
    long To,
    DateTimeOffset At,
    ImmutableArray<RecordedEvent> Events
);
