using System.Collections.Immutable;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>Whose purchase limits count in an order that buys of sales.</summary>
internal sealed class SaleBuyers(IGrainFactory grains, SaleBoard board, Sealer sealer)
{
    /// <summary>
    /// The identities that a checkout tells: its cart, and what it says of its buyer. None for an
    /// order that buys of no sale, or of one that is settled.
    /// </summary>
    public async Task<ImmutableArray<SaleLimit>> Of(
        ImmutableArray<PricedLine> lines,
        CheckoutRequest request
    )
    {
        var holds = lines.Select(line => line.Sale).OfType<SaleHold>().ToLookup(hold => hold.Sale);
        var limits = ImmutableArray.CreateBuilder<SaleLimit>();
        foreach (var ofSale in holds)
        {
            if (await Know(ofSale.Key) is not var (terms, key))
                continue;

            limits.Add(
                new(
                    ofSale.Key,
                    terms.Limit,
                    [
                        .. ofSale
                            .Select(hold => hold.LimitKey)
                            .Concat(Identities.Of(request, terms.LimitsAddresses, key))
                            .Distinct(StringComparer.Ordinal),
                    ]
                )
            );
        }

        return limits.ToImmutable();
    }

    /// <summary>The identity that the means of payment of an order adds.</summary>
    public async Task<ImmutableArray<SaleLimit>> OfPayment(OrderId order, string token)
    {
        var told = await grains.Order(order).Get();
        return told.IsAccepted
            ? await OfPayment(told.Value.Lines.Select(line => line.Sale), token)
            : [];
    }

    /// <summary>The same of units that are held in sales.</summary>
    public async Task<ImmutableArray<SaleLimit>> OfPayment(
        IEnumerable<SaleHold?> holds,
        string token
    )
    {
        var sales = holds.Select(hold => hold?.Sale).OfType<SaleId>().Distinct().ToList();
        if (
            sales.Count == 0
            || await grains.PaymentMethods().GetFingerprint(token) is not { } fingerprint
        )
            return [];

        var limits = ImmutableArray.CreateBuilder<SaleLimit>();
        foreach (var sale in sales)
        {
            if (await Know(sale) is var (terms, key))
            {
                limits.Add(new(sale, terms.Limit, [Identities.OfPayment(fingerprint, key)]));
            }
        }

        return limits.ToImmutable();
    }

    private async Task<(SaleTerms Terms, SaleKey Key)?> Know(SaleId id)
    {
        if (board.Find(id) is { Key: { } known } seen)
            return (seen.Sale.Terms, known);

        var told = await grains.Sale(id).Get();
        return told.IsAccepted && await grains.Sale(id).GetSubjectKey() is { } wrapped
            ? (told.Value.Terms, new SaleKey(sealer.OpenKey(wrapped.AsSpan())))
            : null;
    }
}
