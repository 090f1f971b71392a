using System.Collections.Immutable;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>Whose purchase limits count in an order that buys of sales.</summary>
internal sealed class SaleBuyers(IGrainFactory grains, SaleBoard board, Sealer sealer)
{
    /// <summary>
    /// The identities that a checkout tells: its cart, what it says of its buyer, and the means of
    /// payment. None for an order that buys of no sale, or of one that is settled.
    /// </summary>
    public async Task<ImmutableArray<SaleLimit>> Of(
        ImmutableArray<PricedLine> lines,
        CheckoutRequest request
    )
    {
        var holds = lines.Select(line => line.Sale).OfType<SaleHold>().ToLookup(hold => hold.Sale);
        if (holds.Count == 0)
            return [];

        var fingerprint = await FingerprintOf(request.PaymentMethod.Token);
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
                            .Concat(OfPayment(fingerprint, key))
                            .Distinct(StringComparer.Ordinal),
                    ]
                )
            );
        }

        return limits.ToImmutable();
    }

    /// <summary>The identity that another means of payment adds.</summary>
    public async Task<ImmutableArray<SaleLimit>> Of(OrderId order, string token)
    {
        var told = await grains.Order(order).Get();
        var sales = told.IsAccepted
            ? told.Value.Lines.Select(line => line.Sale?.Sale).OfType<SaleId>().Distinct().ToList()
            : [];
        if (sales.Count == 0 || await FingerprintOf(token) is not { } fingerprint)
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

    private static IEnumerable<string> OfPayment(string? fingerprint, SaleKey key) =>
        fingerprint is null ? [] : [Identities.OfPayment(fingerprint, key)];

    private Task<string?> FingerprintOf(string token) =>
        grains.PaymentMethods().GetFingerprint(token);

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
