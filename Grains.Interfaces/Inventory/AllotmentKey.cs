namespace Commerce.Inventory;

/// <summary>
/// The key of an allotment's own stock: the SKU's, a tilde, which no SKU has, and whose it is.
/// </summary>
public static class AllotmentKey
{
    private const char Divider = '~';

    public static string Of(Sku sku, string allotment) => $"{sku.Value}{Divider}{allotment}";

    /// <summary>The SKU and the allotment of a stock's key; no allotment: the SKU's own.</summary>
    public static (Sku Sku, string? Allotment) Read(string key) =>
        key.IndexOf(Divider, StringComparison.Ordinal) is >= 0 and var at
            ? (new(key[..at]), key[(at + 1)..])
            : (new(key), null);
}
