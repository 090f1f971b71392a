using System.Collections.Immutable;
using Commerce.Judging;

namespace Commerce.Chaos;

/// <summary>When shoppers were served again after a fault.</summary>
/// <param name="Took">How long that was; <c>null</c>: not before the next fault.</param>
internal sealed record Recovered(Played Played, TimeSpan? Took, DateTimeOffset Until)
{
    /// <summary>Whether it took longer than it may, or was not within it.</summary>
    public bool IsMissed =>
        Played.Fault.Target is { } max && (Took is { } took ? took > max : Until - From >= max);

    /// <summary>From when on it counts.</summary>
    public DateTimeOffset From =>
        (Played.Fault.CountsFromItsEnd ? Played.Over : Played.Begun)!.Value;

    /// <summary>
    /// For how long nobody may have been there to settle what fell due: as long as the fault stood,
    /// and until shoppers were served or the target: what they see may be back before the last
    /// partition is looked after again. Where a silo ended by itself, that is a crash of its own.
    /// </summary>
    public Outage Outage =>
        new(
            Played.Begun!.Value,
            new[]
            {
                Played.Over!.Value,
                Until,
                From + (Played.Fault.Target ?? TimeSpan.Zero),
                Played.Settled + Played.Fault.Aftermath,
            }.Max()
        );
}

/// <summary>All that is known of a run, and what follows.</summary>
/// <param name="Unrest">Why it did not come to rest; <c>null</c> where it did.</param>
internal sealed record Verdict(
    IReadOnlyList<Played> Played,
    IReadOnlyList<Recovered> Recovered,
    Facts Facts,
    TimeSpan Time,
    string? Unrest
)
{
    /// <summary>Each invariant with what breaks it.</summary>
    public ImmutableArray<(string Id, ImmutableArray<string> Broken)> Invariants { get; } =
    [
        .. Judging.Invariants.All.Select(each =>
            (each.Id, each.Violations(Facts).ToImmutableArray())
        ),
    ];

    /// <summary>
    /// Whether an invariant is broken: what a store known to be bad must come to.
    /// </summary>
    public bool IsConvicted => Invariants.Any(each => !each.Broken.IsEmpty);

    public bool IsBroken =>
        IsConvicted || Unrest is not null || Played.Any(each => each.Wrong is not null);

    public bool IsMissed => Recovered.Any(each => each.IsMissed);
}
