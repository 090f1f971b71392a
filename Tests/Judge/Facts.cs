using System.Collections.Immutable;
using PaymentSimulator;

namespace Commerce.Judging;

/// <summary>Everything that is known of one run of a store: what it is judged by.</summary>
/// <param name="Journal">All events, in the order in which they became durable.</param>
/// <param name="Ledger">The provider's own books.</param>
/// <param name="History">What the clients asked for, and what they heard.</param>
/// <param name="Outages">When nobody was there to settle what fell due.</param>
/// <param name="Stock">The levels that the store told at the end.</param>
/// <param name="Readings">The log as the store told it, each time from its beginning.</param>
/// <param name="IsAtRest">Whether all that was begun had time to end.</param>
internal sealed record Facts(
    ImmutableArray<Fact> Journal,
    ImmutableArray<Charge> Ledger,
    ImmutableArray<Call> History,
    ImmutableArray<Outage> Outages,
    ImmutableArray<StockSeen> Stock,
    ImmutableArray<ImmutableArray<LogItem>> Readings,
    bool IsAtRest
)
{
    /// <summary>
    /// When one silo was cut off or stood still: until it knows that others took over, it answers
    /// reads from what it has. What it writes is refused, which is judged all the same.
    /// </summary>
    public ImmutableArray<Outage> Cuts { get; init; } = [];

    /// <summary>Whether it was answered, or asked for, while a silo was cut off.</summary>
    public bool IsInCut(Call call) =>
        Cuts.Any(cut => call.Asked <= cut.To && call.Answered >= cut.From);

    /// <summary>How long after its end a hold may still stand, where somebody was there.</summary>
    public TimeSpan HoldLatenessMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the store's own books say is off, once it was at rest.</summary>
    public ImmutableArray<string> Off { get; init; } = [];

    public static Facts None { get; } = new([], [], [], [], [], [], IsAtRest: true);

    /// <summary>The streams of one kind of aggregate, each in its order.</summary>
    public IEnumerable<Told<TEvent>> Streams<TEvent>() =>
        Journal
            .Where(fact => fact.Happened is TEvent)
            .GroupBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(stream => new Told<TEvent>(
                stream.Key,
                [
                    .. stream.Select(fact => new Told<TEvent>.Step(
                        fact.Position,
                        fact.At,
                        (TEvent)fact.Happened!
                    )),
                ]
            ));

    /// <summary>How the orders that were ever placed went.</summary>
    public IEnumerable<OrderFate> Orders() =>
        Streams<Orders.OrderEvent>().Select(OrderFate.Of).OfType<OrderFate>();
}

/// <summary>One event as it lies in the journal.</summary>
/// <param name="Happened">What it says; <c>null</c> of an aggregate that nobody judges.</param>
internal sealed record Fact(
    long Position,
    string Stream,
    long Version,
    string Kind,
    DateTimeOffset At,
    object? Happened
)
{
    /// <summary>Whose stream it is, without its kind.</summary>
    public string Key => Stream[(Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>One aggregate's events, in order.</summary>
internal sealed record Told<TEvent>(string Id, ImmutableArray<Told<TEvent>.Step> Steps)
{
    internal sealed record Step(long Position, DateTimeOffset At, TEvent Happened);
}

/// <summary>The store was away from then until then.</summary>
internal sealed record Outage(DateTimeOffset From, DateTimeOffset To);

/// <summary>A SKU's level as the store told it.</summary>
internal sealed record StockSeen(string Sku, long Available, long Held, long Sold)
{
    public long Units => Available + Held + Sold;
}

/// <summary>One event as the log tells it.</summary>
internal sealed record LogItem(string Id, string Json);
