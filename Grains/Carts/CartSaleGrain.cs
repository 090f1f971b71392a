using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Carts;

/// <summary>Takes units of sales into the cart, and gives them back.</summary>
public sealed partial class CartGrain
{
    private static readonly TimeSpan CommandMax = TimeSpan.FromSeconds(10);

    private const int TriesMax = 10;

    private Task _taking = Task.CompletedTask;
    private int _rounds;

    public async Task<Outcome<LineTold>> AddFromSale(
        SaleAdd add,
        RequestKey? key,
        long? expected,
        CustomerId? who = null
    )
    {
        if (Foreign(who) is { } foreign)
            return foreign;

        // One after the other: two that ran together would hold under the same name.
        var (before, mine) = (_taking, new TaskCompletionSource());
        _taking = mine.Task;
        await before;
        try
        {
            return await Take(add, key, expected, who);
        }
        finally
        {
            mine.SetResult();
        }
    }

    public async Task<Outcome<CartTold>> Suspect(string reason, CustomerId? who = null) =>
        Foreign(who) is { } foreign
            ? foreign
            : await Tell(Settle((cart, _) => cart.Suspect(reason)));

    private async Task<Outcome<LineTold>> Take(
        SaleAdd add,
        RequestKey? key,
        long? expected,
        CustomerId? who
    )
    {
        if (State.Find(key, Now) is { } earlier)
            return earlier.IsAccepted ? Again(earlier.Value) : earlier.Rejection;
        if (await Refused(expected, who) is { } refusal)
            return refusal;
        if (State.Objection(add) is { } objection)
            return objection;

        var offering = GrainFactory.Sale(add.Sale).GetOffer(add.Sku);
        if (await OfferOf(add.Sku) is not { } offer)
            return CartRejections.Unavailable(add.Sku);

        var sale = await offering;
        if (!sale.IsAccepted)
            return sale.Rejection;

        var held = await Hold(add, sale.Value);
        if (!held.IsAccepted)
            return held.Rejection;

        LineTold? told = null;
        var added = await Transact(
            (cart, now) =>
            {
                var decision = cart.AddFromSale(add, offer, sale.Value, held.Value, key);
                told = Tell(cart, decision, now);
                return decision;
            }
        );
        if (added.IsAccepted)
            return told!;

        var name = held.Value.Name;
        await GiveBack(add.Sku, new(add.Sale, sale.Value.Allotment, name, add.LimitKey));
        return added.Rejection;
    }

    /// <summary>Claims what the cart's identity may have, and holds the units beside it.</summary>
    private async Task<Outcome<Hold>> Hold(SaleAdd add, SaleOffer offer)
    {
        var stock = GrainFactory.Allotment(add.Sku, offer.Allotment);
        var limit = GrainFactory.PurchaseLimit(add.Sale, add.LimitKey);
        var latest = State.Lines.Max(line => line.Sale?.Hold.Round) ?? 0;
        for (var tries = 1; ; tries++)
        {
            var name = new HoldName(Id.Value, int.Max(latest, State.LinesEver) + ++_rounds);
            var deadline = new Deadline(Now + CommandMax);
            var claiming = limit.Claim(
                new(
                    name.ToString(),
                    add.Quantity,
                    offer.Limit,
                    Now + offer.HoldTime,
                    Admission: add.Admission
                ),
                deadline
            );
            var held = await stock.Hold(name, add.Quantity, offer.HoldTime, deadline);
            var claimed = await claiming;
            if (held.IsAccepted && claimed.IsAccepted && held.Value.Quantity == add.Quantity)
                return held;

            await GiveBack(add.Sku, new(add.Sale, offer.Allotment, name, add.LimitKey));
            // A round that an earlier activation began and lost is over, or was for other units.
            var rejection = claimed.Rejection ?? held.Rejection;
            var isOld = rejection is null || rejection.Code == StockRejections.HoldEnded.Code;
            if (!isOld || tries == TriesMax)
                return rejection ?? StockRejections.HoldEnded;
        }
    }

    private Task GiveBack(Sku sku, SaleHold hold)
    {
        var deadline = new Deadline(Now + CommandMax);
        return Task.WhenAll(
            GrainFactory.Allotment(sku, hold.Allotment).Release(hold.Hold, deadline),
            GrainFactory
                .PurchaseLimit(hold.Sale, hold.LimitKey)
                .Release(hold.Hold.ToString(), deadline)
        );
    }

    /// <summary>What lines that have left the cart held; should this be lost, it lapses.</summary>
    private Task GiveBack(IEnumerable<CartLine> gone) =>
        Task.WhenAll(
            gone.Select(line =>
                line.Sale is { } sale ? GiveBack(line.Sku, sale) : Task.CompletedTask
            )
        );

    /// <summary>Whether a sale that the cart buys of lets nobody pay.</summary>
    private Task<bool> IsHardPaused() =>
        GrainFactory.AnyIsHardPaused(State.Lines.Select(line => line.Sale?.Sale));

    private LineTold Again(CartAdd earlier) =>
        new(earlier.Line, earlier.IsMerged, IsReplay: true, State.Told(Id, Version));
}
