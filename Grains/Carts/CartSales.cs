using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.FlashSales;
using Commerce.Inventory;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>Lines whose units are a sale's, and are held for the cart.</summary>
public sealed partial record Cart
{
    /// <summary>Why the cart cannot take these units of a sale, if it cannot.</summary>
    public Rejection? Objection(SaleAdd add) =>
        Refusal() is { } refusal ? refusal
        : add.Quantity is < 1 or > QuantityMax ? CartRejections.QuantityOutOfRange
        : Lines.Exists(line => line.Sku == add.Sku) ? CartRejections.SaleLineExists(add.Sku)
        : Lines.Count >= LinesMax ? CartRejections.TooManyLines
        : null;

    /// <param name="offer">What the product is called; the sale says what it costs.</param>
    /// <param name="held">The units, held by then.</param>
    public Decision<CartAdd, CartEvent> AddFromSale(
        SaleAdd add,
        Offer offer,
        SaleOffer sale,
        Hold held,
        RequestKey? key
    )
    {
        if (Objection(add) is { } objection)
            return objection;
        if (sale.Price.Currency != Currency)
            return CartRejections.Unavailable(add.Sku);

        var added = new LineAdded(
            $"ln{LinesEver + 1}",
            add.Sku,
            offer.Product.Value,
            offer.Name,
            add.Quantity,
            sale.Price,
            held.ExpiresAt,
            key?.Key,
            key?.Request,
            offer.Categories,
            new(add.Sale, sale.Allotment, held.Name, add.LimitKey)
        );
        return (new CartAdd(added.Line, "", IsMerged: false), added);
    }
}
