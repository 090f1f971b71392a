using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Carts;

/// <summary>What becomes of two carts when a guest signs in.</summary>
[GenerateSerializer, Alias("commerce.carts.merge-mode")]
public enum MergeMode
{
    /// <summary>The customer's cart gets what the guest's has beside its own.</summary>
    Merge = 1,

    /// <summary>The customer's stays as it was, unless there is nothing in it.</summary>
    Mine = 2,

    /// <summary>The guest's takes its place, unless there is nothing in that.</summary>
    Theirs = 3,
}

/// <summary>What a guest's cart has, for a customer's.</summary>
/// <param name="From">The guest's cart.</param>
/// <param name="Suspicion">Why an operator should look at its orders, if they should.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.merge")]
public sealed record CartMerge(
    CartId From,
    MergeMode Mode,
    ImmutableArray<CartLine> Lines,
    CartShipping? Shipping,
    string? Suspicion
);

/// <summary>A SKU of which a customer's cart did not get what a guest's had.</summary>
/// <param name="Wanted">Units of both carts.</param>
/// <param name="Got">Units that the customer's cart has of it now.</param>
/// <param name="Why">As adding would be rejected: <c>insufficient_stock</c>.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.adjustment")]
public sealed record CartAdjustment(Sku Sku, int Wanted, int Got, string Why);

/// <summary>Where a guest's cart went.</summary>
/// <param name="IsDone">Whether that cart has heard of it; else it does soon.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.moved")]
public sealed record CartMoved(
    CartId Into,
    bool IsDone,
    ImmutableArray<CartAdjustment> Adjustments
);
