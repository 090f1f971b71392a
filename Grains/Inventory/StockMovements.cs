using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>Movements of units in and out, each known by its caller's key for 24 hours.</summary>
public sealed partial record Stock
{
    public const int MovementQuantityMax = 1_000_000;
    public const long CountMax = 100_000_000;

    /// <summary>Movements remembered at once; beyond it the SKU is <c>overloaded</c>.</summary>
    public const int MovementsMax = 10_000;

    /// <summary>Holders that a shortfall names, the newest first.</summary>
    public const int ShortfallHoldersMax = 100;

    public static readonly TimeSpan MovementMemory = TimeSpan.FromHours(24);

    public Decision<Movement, StockEvent> Receive(
        MovementKey key,
        string id,
        int quantity,
        string reason,
        DateTimeOffset now
    ) =>
        Move(
            key,
            now,
            stock =>
                quantity is < 1 or > MovementQuantityMax
                    ? StockRejections.QuantityOutOfRange
                    : new Received(id, key.Key, key.Request, quantity, reason)
        );

    public Decision<Movement, StockEvent> Adjust(
        MovementKey key,
        string id,
        int change,
        long? from,
        string reason,
        DateTimeOffset now
    ) =>
        Move(
            key,
            now,
            stock =>
                change is 0 or < -MovementQuantityMax or > MovementQuantityMax
                    ? StockRejections.QuantityOutOfRange
                : stock.AreAllotted(from, needed: -change) ? stock.UnitsAllotted
                : from is not null && from != stock.Level.OnHand
                    ? StockRejections.MovedOn(stock.Level)
                : change < 0 && stock.Level.OnHand + change < 0 ? StockRejections.QuantityOutOfRange
                : new Adjusted(id, key.Key, key.Request, change, reason)
        );

    /// <summary>
    /// Units that broke leave the shelf, promised ones too: whom that hits is said in a shortfall.
    /// </summary>
    public Decision<Movement, StockEvent> Damage(
        MovementKey key,
        string id,
        int quantity,
        long? from,
        string reason,
        DateTimeOffset now
    ) =>
        Move(
            key,
            now,
            stock =>
                stock.AreAllotted(from, quantity) ? stock.UnitsAllotted
                : from is not null && from != stock.Level.OnHand
                    ? StockRejections.MovedOn(stock.Level)
                : quantity is < 1 or > MovementQuantityMax || quantity > stock.Level.OnHand
                    ? StockRejections.QuantityOutOfRange
                : new Damaged(id, key.Key, key.Request, quantity, reason)
        );

    public Decision<Movement, StockEvent> Count(
        MovementKey key,
        string id,
        long found,
        long? from,
        string reason,
        DateTimeOffset now
    ) =>
        Move(
            key,
            now,
            stock =>
                found is < 0 or > CountMax ? StockRejections.QuantityOutOfRange
                : stock.Level.Allotted > 0 ? stock.UnitsAllotted
                : from is not null && from != stock.Level.OnHand
                    ? StockRejections.MovedOn(stock.Level)
                : new Counted(id, key.Key, key.Request, found, found - stock.Level.OnHand, reason)
        );

    public Decision<Movement, StockEvent> Restock(
        MovementKey key,
        string id,
        int quantity,
        string reason,
        DateTimeOffset now
    ) =>
        Move(
            key,
            now,
            stock =>
                stock.HasReturned ? StockRejections.AllotmentClosed
                : quantity < 1 || quantity > stock.Level.Sold ? StockRejections.QuantityOutOfRange
                : new Restocked(id, key.Key, key.Request, quantity, reason)
        );

    public Decision<StockLevel, StockEvent> Freeze(bool frozen, string reason, DateTimeOffset now)
    {
        if (Level.Frozen == frozen)
            return Level;

        StockEvent happened = frozen ? new Froze(reason) : new Thawed(reason);
        return (Evolve(happened, now).Level, happened);
    }

    public Decision<StockLevel, StockEvent> SetPolicy(
        int? safety,
        int? backorderCap,
        DateTimeOffset now
    )
    {
        var policy = new PolicySet(safety ?? Level.Safety, backorderCap ?? Level.BackorderCap);
        if (policy.Safety is < 0 or > MovementQuantityMax)
            return StockRejections.QuantityOutOfRange;
        if (policy.BackorderCap is < 0 or > MovementQuantityMax)
            return StockRejections.QuantityOutOfRange;
        if (policy == new PolicySet(Level.Safety, Level.BackorderCap))
            return Level;

        var stock = At(now);
        var after = stock.Evolve(policy, now);
        return new(after.Level, [.. Due(now), policy, .. after.Shortfall(stock)]);
    }

    /// <summary>
    /// Nobody can say how many are on hand while a sale has some of them, nor take those away.
    /// </summary>
    private bool AreAllotted(long? from, long needed) =>
        Level.Allotted > 0
        && (from is not null || (needed > Level.OnHand && needed <= Level.OnHand + Level.Allotted));

    private Rejection UnitsAllotted => StockRejections.UnitsAllotted(Level, Allotments[0].Name);

    private Decision<Movement, StockEvent> Move(
        MovementKey key,
        DateTimeOffset now,
        Func<Stock, Outcome<StockEvent>> move
    )
    {
        if (key.NotAfter.HasPassed(now))
            return Rejections.TooLate;

        var stock = At(now);
        if (stock.Movements.TryGetValue(key.Key, out var earlier))
            return earlier.Request == key.Request
                ? new Movement(earlier.Id, stock.Level, Repeated: true)
                : Rejections.KeyReused;
        if (stock.Movements.Count >= MovementsMax)
            return Rejections.Overloaded;

        var moved = move(stock);
        if (!moved.IsAccepted)
            return moved.Rejection;

        var after = stock.Evolve(moved.Value, now);
        return new(
            new Movement(((Moved)moved.Value).Movement, after.Level),
            [.. Due(now), moved.Value, .. after.Shortfall(stock)]
        );
    }

    /// <summary>Units that are promised and will not be there; below zero when there are.</summary>
    private long Missing => -(Level.Available + Level.BackorderCap);

    /// <summary>Says whom it hits when fewer units are left than are promised.</summary>
    private ImmutableArray<StockEvent> Shortfall(Stock before)
    {
        var missing = Missing;
        if (missing <= 0 || missing <= before.Missing)
            return [];

        var newest = Holds.Values.OrderByDescending(hold => hold.Since).ToList();
        var (covered, hit) = (0L, new List<string>());
        foreach (var hold in newest.Take(ShortfallHoldersMax).TakeWhile(_ => covered < missing))
        {
            covered += hold.Quantity;
            hit.Add(hold.Name.Holder);
        }

        return [new FellShort(missing, [.. hit])];
    }
}
