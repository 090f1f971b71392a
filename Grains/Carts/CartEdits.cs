using Commerce.Catalog;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>What shoppers do to an open cart.</summary>
public sealed partial record Cart
{
    public Decision<bool, CartEvent> Open(Currency currency, CustomerId? customer = null) =>
        State is null ? (true, new Opened(currency, customer)) : true;

    /// <summary>Where an add with that key led, if there was one.</summary>
    public Outcome<CartAdd>? Find(RequestKey? key, DateTimeOffset now)
    {
        if (key is null || !Adds.After(now).TryGetValue(key.Key, out var earlier))
            return null;

        return earlier.Request == key.Request ? earlier : Rejections.KeyReused;
    }

    public Decision<CartAdd, CartEvent> Add(
        Offer? offer,
        Sku sku,
        int quantity,
        StockLevel stock,
        RequestKey? key,
        DateTimeOffset now
    )
    {
        if (Find(key, now) is { } earlier)
            return new(earlier, []);
        if (Refusal() is { } refusal)
            return refusal;
        if (quantity is < 1 or > QuantityMax)
            return CartRejections.QuantityOutOfRange;
        if (offer is null)
            return CartRejections.Unavailable(sku);

        var line = Lines.Find(line => line.Sku == sku);
        if (line is { Sale: not null })
            return CartRejections.SaleLineExists(sku);
        var total = quantity + (line?.Quantity ?? 0);
        if (total > QuantityMax)
            return CartRejections.QuantityOutOfRange;
        if (line is null && Lines.Count >= LinesMax)
            return CartRejections.TooManyLines;
        if (total > stock.Saleable)
            return CartRejections.Insufficient(sku, stock.Saleable);

        var added = new LineAdded(
            line?.Id ?? $"ln{LinesEver + 1}",
            sku,
            offer.Product.Value,
            offer.Name,
            quantity,
            offer.Price,
            now + PriceLock,
            key?.Key,
            key?.Request,
            offer.Categories
        );
        return (new CartAdd(added.Line, "", IsMerged: line is not null), added);
    }

    public Decision<bool, CartEvent> SetQuantity(
        string line,
        int quantity,
        Offer? offer,
        StockLevel stock,
        DateTimeOffset now
    )
    {
        if (Refusal() is { } refusal)
            return refusal;
        if (quantity is < 1 or > QuantityMax)
            return CartRejections.QuantityOutOfRange;
        if (Lines.Find(each => each.Id == line) is not { } existing)
            return CartRejections.LineNotFound;
        if (existing.Sale is not null)
            return CartRejections.SaleLineExists(existing.Sku);
        if (offer is null)
            return CartRejections.Unavailable(existing.Sku);
        if (quantity > stock.Saleable)
            return CartRejections.Insufficient(existing.Sku, stock.Saleable);

        return (true, new QuantitySet(line, quantity, offer.Name, offer.Price, now + PriceLock));
    }

    public Decision<bool, CartEvent> Remove(string line)
    {
        if (Refusal() is { } refusal)
            return refusal;
        if (!Lines.Exists(each => each.Id == line))
            return CartRejections.LineNotFound;

        return (true, new LineRemoved(line));
    }

    public Decision<bool, CartEvent> Suspect(string reason) =>
        State is null ? CartRejections.NotFound
        : Suspicion is null && EndedAt is null ? (true, new Suspected(reason))
        : true;

    public Decision<bool, CartEvent> Discard() =>
        Refusal() is { } refusal ? refusal : (true, new Discarded());

    public Decision<bool, CartEvent> Expire(DateTimeOffset now) =>
        State is CartState.Open && WakeAt <= now ? (true, new Expired()) : false;

    /// <summary>Why the cart cannot be edited, if it cannot.</summary>
    public Rejection? Refusal() =>
        State switch
        {
            null => CartRejections.NotFound,
            CartState.Expired => CartRejections.Expired,
            CartState.Discarded => CartRejections.Discarded,
            CartState.Frozen => CartRejections.InProgress(Order!.Value),
            CartState.Completed => CartRejections.Completed(Order!.Value),
            CartState.Moved => CartRejections.Moved(Move!.Into),
            _ => null,
        };
}
