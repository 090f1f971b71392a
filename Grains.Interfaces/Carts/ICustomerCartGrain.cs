using System.Collections.Immutable;

namespace Commerce.Carts;

/// <summary>
/// Which cart is a customer's: there is one at a time, and another once it has become an order, was
/// thrown away or lay idle too long. The customer's id is the key.
/// </summary>
[Alias("commerce.carts.customer-cart")]
public interface ICustomerCartGrain : IAlarmed
{
    /// <summary>The customer's cart; <c>not_found</c> where there is none just now.</summary>
    [Alias("find")]
    Task<Outcome<CartTold>> Find();

    /// <summary>
    /// The same, or a new one where there is none; one with nothing in it gives way to one in
    /// another currency.
    /// </summary>
    [Alias("open")]
    Task<Outcome<CustomerCartTold>> Open(Currency currency);

    /// <summary>
    /// Opens the customer's cart and merges a guest's into it, if that can be: it is left as it is
    /// where it is being paid for, over, or not a guest's. Asked again, it is the same.
    /// </summary>
    /// <param name="currency">Of a new cart, where there is no guest's.</param>
    [Alias("merge")]
    Task<Outcome<CustomerCartTold>> Merge(CartId guest, MergeMode mode, Currency currency);

    /// <summary>
    /// Says that a cart has just become an order: whoever opens the next need not ask it. Harmless
    /// to leave out.
    /// </summary>
    [Alias("note-bought")]
    Task NoteBought(CartId cart);
}

/// <summary>A customer's cart as it was opened, and what became of a guest's.</summary>
/// <param name="Merge">Of the guest's cart, if there was one.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.customer-cart-told")]
public sealed record CustomerCartTold(CartTold Cart, bool IsNew, MergeTold? Merge = null);

/// <summary>What became of a guest's cart.</summary>
/// <param name="Why">The code that an edit of it is rejected with, where it was left.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.merge-told")]
public sealed record MergeTold(
    CartId From,
    MergeOutcome Outcome,
    string? Why,
    ImmutableArray<CartAdjustment> Adjustments
);

[GenerateSerializer, Alias("commerce.carts.merge-outcome")]
public enum MergeOutcome
{
    Merged = 1,

    /// <summary>It is the customer's, and what it had comes into their cart soon.</summary>
    Merging = 2,

    /// <summary>It is as it was.</summary>
    Left = 3,
}
