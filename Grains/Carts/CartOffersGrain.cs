using Commerce.Catalog;
using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Carts;

/// <summary>Asks what a line costs now, and how much is left of it.</summary>
public sealed partial class CartGrain
{
    private async Task<(Offer? Offer, StockLevel Stock)> Look(Sku sku)
    {
        var stock = GrainFactory.Stock(sku).GetLevel();
        var offer = await OfferOf(sku);
        return (offer, (await stock).Value);
    }

    private async Task<(Offer? Offer, StockLevel Stock)> Look(CartLine line)
    {
        if (line.Sale is not { } sale)
            return await Look(line.Sku);

        // Its own units are held: they are there for it, and beside what is left.
        var level = (await GrainFactory.Allotment(line.Sku, sale.Allotment).GetLevel()).Value;
        var held = await IsHeld(line, sale) ? line.Quantity : 0;
        return (await OfferOf(line), level with { Available = level.Available + held });
    }

    /// <summary>What a line costs now: in the sale that it is of, or in the shop.</summary>
    private async Task<Offer?> OfferOf(CartLine line)
    {
        var offer = await OfferOf(line.Sku);
        if (line.Sale is not { } sale)
            return offer;

        if (await IsHeld(line, sale))
            return offer is null ? null : offer with { Price = line.UnitPrice };

        var now = await GrainFactory.Sale(sale.Sale).GetOffer(line.Sku);
        return now.IsAccepted && offer is not null ? offer with { Price = now.Value.Price } : null;
    }

    /// <summary>A pause of payments has made it longer than was promised.</summary>
    private async Task<bool> IsHeld(CartLine line, SaleHold sale)
    {
        if (line.LockedUntil > Now)
            return true;

        var hold = await GrainFactory.Allotment(line.Sku, sale.Allotment).GetHold(sale.Hold);
        return hold?.ExpiresAt > Now;
    }

    private async Task<Offer?> OfferOf(Sku sku)
    {
        var currency = State.Currency;
        if (
            owners.Find(sku) is { } known
            && await GrainFactory.Product(known).GetOffer(sku, currency) is { } offer
        )
            return offer;
        if (await GrainFactory.Claim(CatalogClaims.Sku, sku.Value).GetOwner() is not { } claimed)
            return null;

        var owner = new ProductId(claimed);
        owners.Remember(sku, owner);
        return await GrainFactory.Product(owner).GetOffer(sku, currency);
    }
}
