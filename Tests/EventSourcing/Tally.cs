using System.Diagnostics;

namespace Commerce.EventSourcing;

/// <summary>
/// The smallest aggregate there is: a sum, and a moment. It cannot take <see cref="Poison"/>.
/// </summary>
public sealed record Tally(long Total, DateTimeOffset? WakeAt = null)
    : IAggregate<Tally, TallyEvent>
{
    public const int Poison = 13;

    public static Tally Initial { get; } = new(0);

    public Tally Evolve(TallyEvent happened, DateTimeOffset at) =>
        happened switch
        {
            TallyEvent.Added { Amount: Poison } => throw new InvalidOperationException("Poison."),
            TallyEvent.Added added => this with { Total = Total + added.Amount },
            TallyEvent.Timed timed => this with { WakeAt = timed.WakeAt },
            _ => throw new UnreachableException($"No such event: {happened}"),
        };

    public static Decision<int, TallyEvent> Add(long[] amounts) =>
        new(amounts.Length, [.. amounts.Select(amount => new TallyEvent.Added(amount))]);

    public static Decision<DateTimeOffset, TallyEvent> WakeBy(
        DateTimeOffset? due,
        DateTimeOffset now
    ) => (now, new TallyEvent.Timed(due));

    public Decision<long, TallyEvent> Look() => Total;

    /// <summary>Each time that it is woken in time it adds one, and needs no more waking.</summary>
    public Decision<long, TallyEvent> Ring(DateTimeOffset now) =>
        WakeAt <= now
            ? new Decision<long, TallyEvent>(
                Total + 1,
                [new TallyEvent.Added(1), new TallyEvent.Timed(WakeAt: null)]
            )
            : Total;
}
