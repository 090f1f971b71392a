using System.Collections.Immutable;

namespace Commerce.FlashSales;

/// <summary>The identities of a buyer that a sale limits, as hashes under its key.</summary>
/// <param name="Keys">Each has a ledger of its own, and each must have room.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-limit")]
public sealed record SaleLimit(SaleId Sale, int Max, ImmutableArray<string> Keys);
