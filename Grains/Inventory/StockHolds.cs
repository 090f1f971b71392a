using Commerce.EventSourcing;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>Holds: each begins once, and ends once as released, sold or expired.</summary>
public sealed partial record Stock
{
    public const int HoldQuantityMax = 1_000;

    /// <summary>How long a hold may last, from its beginning.</summary>
    public static readonly TimeSpan HoldDurationMax = TimeSpan.FromDays(1);

    /// <summary>
    /// How long after its end a hold may still be sold, if as many units are left.
    /// </summary>
    public static readonly TimeSpan LateSaleMax = TimeSpan.FromHours(1);

    public Decision<Hold, StockEvent> Hold(
        HoldName name,
        int quantity,
        TimeSpan duration,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (quantity is < 1 or > HoldQuantityMax)
            return StockRejections.QuantityOutOfRange;
        if (duration > HoldDurationMax || now + duration <= notAfter.End)
            return StockRejections.DurationOutOfRange;

        var stock = At(now);
        if (stock.Ended.Contains(name.ToString()))
            return StockRejections.HoldEnded;
        if (stock.Holds.TryGetValue(name.ToString(), out var existing))
            return existing;
        if (stock.IsClosing)
            return StockRejections.AllotmentClosed;
        if (stock.Level.Frozen)
            return StockRejections.Frozen;
        if (stock.Level.Saleable < quantity)
            return StockRejections.Insufficient(stock.Level);

        var held = new Held(name.Holder, name.Round, quantity, now + duration);
        return new(new Hold(name, quantity, now, held.ExpiresAt), [.. Due(now), held]);
    }

    public Decision<Hold, StockEvent> Extend(
        HoldName name,
        DateTimeOffset until,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (!At(now).Holds.TryGetValue(name.ToString(), out var hold))
            return StockRejections.HoldEnded;
        if (until > hold.Since + HoldDurationMax)
            return StockRejections.DurationOutOfRange;
        if (until <= hold.ExpiresAt)
            return hold;

        var extended = new Extended(name.Holder, name.Round, until);
        return new(hold with { ExpiresAt = until }, [.. Due(now), extended]);
    }

    public Decision<HoldEnding, StockEvent> Release(
        HoldName name,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        // One that ran out is released all the same, else a delayed sale could still have it.
        var stock = At(now);
        if (
            stock.Ended.TryGetValue(name.ToString(), out var ending)
            && ending.State is not HoldState.Expired
        )
            return ending;

        var quantity = stock.Holds.TryGetValue(name.ToString(), out var hold) ? hold.Quantity : 0;
        var released = new Released(name.Holder, name.Round, quantity, notAfter);
        return new(new HoldEnding(HoldState.Released, quantity), [.. Due(now), released]);
    }

    public Decision<HoldEnding, StockEvent> Sell(
        HoldName name,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        var stock = At(now);
        if (stock.Holds.TryGetValue(name.ToString(), out var hold))
            return Sold(hold.Quantity, late: false);
        if (!stock.Ended.TryGetValue(name.ToString(), out var ending))
            return StockRejections.HoldEnded;
        if (ending.State is HoldState.Sold)
            return ending;
        if (ending.State is HoldState.Released || stock.Level.Saleable < ending.Quantity)
            return StockRejections.HoldEnded;
        return Sold(ending.Quantity, late: true);

        Decision<HoldEnding, StockEvent> Sold(int quantity, bool late) =>
            new(
                new HoldEnding(HoldState.Sold, quantity),
                [.. Due(now), new Sold(name.Holder, name.Round, quantity, notAfter, late)]
            );
    }

    /// <summary>Ends the holds that have run out.</summary>
    public Decision<StockLevel, StockEvent> Expire(DateTimeOffset now) =>
        new(At(now).Level, Due(now));

    /// <summary>How a round stands or ended, as far as it is remembered.</summary>
    public HoldEnding? Find(HoldName name) =>
        Holds.TryGetValue(name.ToString(), out var hold) ? new(HoldState.Open, hold.Quantity)
        : Ended.TryGetValue(name.ToString(), out var ending) ? ending
        : null;
}
