using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>
/// Units of one SKU: available, held for somebody until they pay, sold, or set apart for a sale,
/// which has a stock of its own for them. Remembers which rounds have ended and what was moved, for
/// as long as anyone may still ask.
/// </summary>
/// <remarks>
/// Received, adjusted, counted and granted units = available + held + sold + allotted, and allotted
/// units = those of its allotments + those on their way.
/// </remarks>
public sealed partial record Stock(
    StockLevel Level,
    Expiring<Hold> Holds,
    Expiring<HoldEnding> Ended,
    Expiring<StockMovement> Movements,
    ImmutableArray<Allotment> Allotments,
    Expiring<AllotmentEnding> Settled,
    Consignment? Consigned,
    int Freezes
) : IAggregate<Stock, StockEvent>
{
    public static Stock Initial { get; } =
        new(default, new(), new(), new(), [], new(), Consigned: null, Freezes: 0);

    /// <summary>
    /// What is remembered is forgotten in passing: only holds need a clock, and what is on its way.
    /// </summary>
    public DateTimeOffset? WakeAt =>
        Holds.FirstEnd is { } end && !(Unfinished < end) ? end : Unfinished;

    public Stock Evolve(StockEvent happened, DateTimeOffset at)
    {
        var stock = Forget(at) with { Level = Level.After(happened) };
        return happened switch
        {
            Moved e => stock.Remember(e, at),
            Held e => stock.Begin(e, at),
            Extended e => stock.Prolong(e),
            Released e => stock.End(
                new(e.Holder, e.Round),
                new(HoldState.Released, e.Quantity),
                e.NotAfter.End
            ),
            Sold e => stock.End(
                new(e.Holder, e.Round),
                new(HoldState.Sold, e.Quantity),
                e.NotAfter.End
            ),
            Expired e => stock.Lapse(e),
            Froze e => stock.Turn(e.Number, at),
            Thawed e => stock.Turn(e.Number, at),
            FellShort or PolicySet => stock,
            _ => stock.EvolveAllotments(happened, at),
        };
    }

    private Stock EvolveAllotments(StockEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Granted e => Open(e, at),
            GrantSettled e => Change(e.Allotment, it => it.Settle(e.Grant)),
            FreezeTold e => Change(e.Allotment, it => it with { FreezesTold = e.Number }),
            TookBack e => Settle(e, at),
            GrantTaken e => this with { Consigned = (Consigned ?? Consignment.None).Take(e, at) },
            Closed e => this with { Consigned = (Consigned ?? Consignment.None).Close(e, at) },
            Returned e => this with { Consigned = Consigned!.Return(e, at) },
            ReturnSettled e => this with { Consigned = Consigned!.Settle(e, at) },
            ClosingTold => this with
            {
                Consigned = Consigned! with { Stage = ConsignmentStage.Closed },
            },
            _ => throw new UnreachableException($"No such stock event: {happened}"),
        };

    private Stock Begin(Held e, DateTimeOffset at)
    {
        var name = new HoldName(e.Holder, e.Round);
        return this with
        {
            Holds = Holds.Set(
                name.ToString(),
                new(name, e.Quantity, Since: at, e.ExpiresAt),
                e.ExpiresAt
            ),
        };
    }

    private Stock Prolong(Extended e)
    {
        var key = new HoldName(e.Holder, e.Round).ToString();
        return this with
        {
            Holds = Holds.Set(key, Holds[key] with { ExpiresAt = e.ExpiresAt }, e.ExpiresAt),
        };
    }

    private Stock End(HoldName name, HoldEnding how, DateTimeOffset until) =>
        this with
        {
            Holds = Holds.Remove(name.ToString()),
            Ended = Ended.Set(name.ToString(), how, until),
        };

    private Stock Lapse(Expired e) =>
        Holds
            .EndedBy(e.By)
            .Aggregate(
                this,
                (stock, hold) =>
                    stock.End(
                        hold.Name,
                        new(HoldState.Expired, hold.Quantity),
                        hold.ExpiresAt + LateSaleMax
                    )
            );

    private Stock Remember(Moved e, DateTimeOffset at) =>
        this with
        {
            Movements = Movements.Set(e.Key, new(e.Movement, e.Request), at + MovementMemory),
        };

    private Stock Forget(DateTimeOffset at) =>
        Ended.FirstEnd <= at || Movements.FirstEnd <= at || Settled.FirstEnd <= at
            ? this with
            {
                Ended = Ended.After(at),
                Movements = Movements.After(at),
                Settled = Settled.After(at),
            }
            : this;

    /// <summary>What has run out is gone, whether or not anyone has woken the stock.</summary>
    private Stock At(DateTimeOffset now) =>
        Due(now).Aggregate(Forget(now), (stock, happened) => stock.Evolve(happened, now));

    private ImmutableArray<StockEvent> Due(DateTimeOffset now) =>
        Holds.FirstEnd <= now
            ? [new Expired(now, Holds.EndedBy(now).Sum(hold => (long)hold.Quantity))]
            : [];
}

/// <summary>A movement as the stock remembers it.</summary>
public sealed record StockMovement(string Id, string Request);
