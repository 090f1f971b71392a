using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>A cart while it takes a guest's, line by line: the events of one decision.</summary>
internal sealed class CartTaking(Cart before, DateTimeOffset now)
{
    private readonly Cart _before = before;

    private readonly ImmutableArray<CartEvent>.Builder _events =
        ImmutableArray.CreateBuilder<CartEvent>();

    private readonly ImmutableArray<CartAdjustment>.Builder _adjustments =
        ImmutableArray.CreateBuilder<CartAdjustment>();

    public Cart Cart { get; private set; } = before;

    public void Clear()
    {
        foreach (var line in _before.Lines)
            Do(new LineRemoved(line.Id));
    }

    public bool Has(CartLine line) => Cart.Lines.Exists(own => own.Sku == line.Sku);

    public void Take(
        CartLine line,
        ImmutableDictionary<Sku, (Offer? Offer, StockLevel Stock)> looks
    )
    {
        var own = Cart.Lines.Find(each => each.Sku == line.Sku);
        var had = own?.Quantity ?? 0;
        var isFull = own is null && Cart.Lines.Count >= Cart.LinesMax;
        var (offer, stock) = looks.GetValueOrDefault(line.Sku);
        if (own is not null && (own.Sale is not null || line.Sale is not null))
            Adjust(line, had, had, CartRejections.SaleLineExists(line.Sku));
        else if (isFull)
            Adjust(line, had, had, CartRejections.TooManyLines);
        else if (line.Sale is not null && line.UnitPrice.Currency == Cart.Currency)
            Add(line, line.Quantity);
        else if (line.Sale is not null || offer is null)
            Adjust(line, had, had, CartRejections.Unavailable(line.Sku));
        else
            Take(line, own, offer, stock);
    }

    public void Do(Decision<bool, CartEvent> decision)
    {
        foreach (var happened in decision.Events)
            Do(happened);
    }

    public Decision<CartAbsorption, CartEvent> End(CartMerge merge)
    {
        var adjustments = _adjustments.ToImmutable();
        Do(new Absorbed(merge.From, adjustments));
        var freed = _before
            .Lines.Concat(merge.Lines)
            .Where(line => line.Sale is not null && Cart.Lines.All(kept => kept.Sale != line.Sale));
        return new(new CartAbsorption(adjustments, [.. freed]), _events.ToImmutable());
    }

    private void Take(CartLine line, CartLine? own, Offer offer, StockLevel stock)
    {
        var had = own?.Quantity ?? 0;
        var left = long.Clamp(stock.Saleable, 0, Cart.QuantityMax);
        var got = (int)long.Min(had + line.Quantity, left);
        if (got < had + line.Quantity)
        {
            var why =
                stock.Saleable > Cart.QuantityMax
                    ? CartRejections.QuantityOutOfRange
                    : CartRejections.Insufficient(line.Sku, stock.Saleable);
            Adjust(line, had, got, why);
        }

        var lockedUntil = now + Cart.PriceLock;
        if (own is null && got > 0)
            Add(Priced(line, offer, lockedUntil), got);
        else if (own is not null && got == 0)
            Do(new LineRemoved(own.Id));
        else if (own is not null)
            Do(new QuantitySet(own.Id, got, offer.Name, offer.Price, lockedUntil));
    }

    private static CartLine Priced(CartLine line, Offer offer, DateTimeOffset lockedUntil) =>
        line with
        {
            Product = offer.Product.Value,
            Name = offer.Name,
            UnitPrice = offer.Price,
            LockedUntil = lockedUntil,
            Categories = offer.Categories,
        };

    private void Add(CartLine line, int quantity) =>
        Do(
            new LineAdded(
                $"ln{Cart.LinesEver + 1}",
                line.Sku,
                line.Product,
                line.Name,
                quantity,
                line.UnitPrice,
                line.LockedUntil,
                Categories: line.Categories,
                Sale: line.Sale
            )
        );

    private void Adjust(CartLine line, int had, int got, Rejection why) =>
        _adjustments.Add(new(line.Sku, had + line.Quantity, got, why.Code));

    private void Do(CartEvent happened)
    {
        Cart = Cart.Evolve(happened, now);
        _events.Add(happened);
    }
}
