using System.Collections.Immutable;

namespace Commerce.Platform;

/// <summary>Keeps books on stock and money from the journal alone, as of one cut of it.</summary>
[Alias("commerce.platform.integrity")]
public interface IIntegrityGrain : IGrainWithStringKey
{
    /// <summary>
    /// Reads on to the newest durable event, and says what does not add up there.
    /// </summary>
    [Alias("report")]
    Task<IntegrityReport> Report();
}

/// <param name="AsOf">The position of the cut.</param>
/// <param name="Deltas">One a check; all are zero in a store that is whole.</param>
/// <param name="Faults">What does not add up, in words; at most a hundred.</param>
/// <param name="InFlight">Orders on their way at the cut, of which nothing can be said yet.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.integrity-report")]
public sealed record IntegrityReport(
    long AsOf,
    ImmutableArray<IntegrityDelta> Deltas,
    ImmutableArray<string> Faults,
    long InFlight
);

[GenerateSerializer, Immutable, Alias("commerce.platform.integrity-delta")]
public sealed record IntegrityDelta(string Check, long Delta);
