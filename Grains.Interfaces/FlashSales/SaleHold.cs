using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>Says that a line's units are a sale's, and how its cart holds them.</summary>
/// <param name="Allotment">What its units are set apart as.</param>
/// <param name="Hold">Of the sale's own stock; the order takes it over by this name.</param>
/// <param name="LimitKey">The ledger in which the cart has claimed them, under the name of its
/// hold.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-hold")]
public sealed record SaleHold(SaleId Sale, string Allotment, HoldName Hold, string LimitKey);

/// <summary>The identities of a buyer that a sale limits, as hashes under its key.</summary>
/// <param name="Keys">Each has a ledger of its own, and each must have room.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-limit")]
public sealed record SaleLimit(SaleId Sale, int Max, ImmutableArray<string> Keys)
{
    /// <summary>One for each sale, with the identities of both.</summary>
    public static ImmutableArray<SaleLimit> Union(
        ImmutableArray<SaleLimit> one,
        ImmutableArray<SaleLimit> other
    ) =>
        [
            .. one.Concat(other)
                .GroupBy(limit => limit.Sale)
                .Select(same =>
                    same.First() with
                    {
                        Keys =
                        [
                            .. same.SelectMany(limit => limit.Keys)
                                .Distinct(StringComparer.Ordinal),
                        ],
                    }
                ),
        ];
}
