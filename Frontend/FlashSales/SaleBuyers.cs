using System.Collections.Immutable;
using Commerce.Customers;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>Whose purchase limits count in an order that buys of sales.</summary>
internal sealed class SaleBuyers(IGrainFactory grains, SaleBoard board, Sealer sealer)
{
    /// <summary>
    /// The identities that a checkout tells: its cart, its account, and what it says of its buyer.
    /// None for an order that buys of no sale, or of one that is settled.
    /// </summary>
    public async Task<ImmutableArray<SaleLimit>> Of(
        ImmutableArray<PricedLine> lines,
        ContactBody contact,
        CustomerId? account
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
                            .Concat(Identities.Of(contact, terms.LimitsAddresses, key))
                            .Concat(OfPayer(fingerprint: null, account, key))
                            .Distinct(StringComparer.Ordinal),
                    ]
                )
            );
        }

        return limits.ToImmutable();
    }

    /// <summary>
    /// The identities that an attempt to pay an order adds: its means, and its account.
    /// </summary>
    public async Task<ImmutableArray<SaleLimit>> OfPayment(
        OrderId order,
        string token,
        CustomerId? account
    )
    {
        var told = await grains.Order(order).Get();
        return told.IsAccepted
            ? await OfPayment(told.Value.Lines.Select(line => line.Sale), token, account)
            : [];
    }

    /// <summary>The same of units that are held in sales.</summary>
    public async Task<ImmutableArray<SaleLimit>> OfPayment(
        IEnumerable<SaleHold?> holds,
        string token,
        CustomerId? account
    )
    {
        var sales = holds.Select(hold => hold?.Sale).OfType<SaleId>().Distinct().ToList();
        if (sales.Count == 0)
            return [];

        var fingerprint = await grains.PaymentMethods().GetFingerprint(token);
        if ((fingerprint, account) is (null, null))
            return [];

        var limits = ImmutableArray.CreateBuilder<SaleLimit>();
        foreach (var sale in sales)
        {
            if (await Know(sale) is var (terms, key))
            {
                limits.Add(new(sale, terms.Limit, [.. OfPayer(fingerprint, account, key)]));
            }
        }

        return limits.ToImmutable();
    }

    private static IEnumerable<string> OfPayer(
        string? fingerprint,
        CustomerId? account,
        SaleKey key
    )
    {
        if (fingerprint is not null)
            yield return Identities.OfPayment(fingerprint, key);
        if (account is { } who)
            yield return Identities.OfAccount(who, key);
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
