using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Customers;

/// <summary>What customers say of themselves, keep and agree to.</summary>
public partial interface ICustomerGrain
{
    /// <summary>
    /// Replaces what they say of themselves; <c>precondition_failed</c> if it is not what it was
    /// when it was read.
    /// </summary>
    /// <param name="profile">All of it, sealed.</param>
    /// <param name="replaces">What it was, sealed.</param>
    /// <param name="expected">The version that the client means, where it says so.</param>
    [Alias("change-profile")]
    Task<Outcome<CustomerTold>> ChangeProfile(string profile, string replaces, long? expected);

    /// <summary>Replaces their preferences.</summary>
    /// <param name="preferences">All of them, sealed.</param>
    [Alias("change-preferences")]
    Task<Outcome<CustomerTold>> ChangePreferences(string preferences, long? expected);

    [Alias("belongings")]
    Task<Outcome<CustomerBelongings>> GetBelongings();

    /// <summary>
    /// Puts an address into the book, or another in its place. Rejected with <c>not_found</c> if
    /// there is none to be replaced, <c>precondition_failed</c> if that is not what it was,
    /// <c>too_many_addresses</c>, <c>idempotency_key_reused</c>.
    /// </summary>
    [Alias("put-address")]
    Task<Outcome<AddressWritten>> PutAddress(AddressPutting putting);

    [Alias("remove-address")]
    Task<Outcome<bool>> RemoveAddress(AddressId address);

    /// <summary>
    /// They agree to a text, or do no longer; answers whether that is news. Agreeing more than
    /// <see cref="CustomerLimits.ConsentsMax"/> times is <c>too_many_consents</c>.
    /// </summary>
    [Alias("agree")]
    Task<Outcome<ConsentTold>> Agree(string purpose, string text, bool granted);

    /// <summary>Says which groups they belong to; no others.</summary>
    [Alias("assign-segments")]
    Task<Outcome<CustomerTold>> AssignSegments(ImmutableArray<string> segments, long? expected);

    /// <summary>Remembers a SKU, the newest last; whether that is news.</summary>
    [Alias("wish")]
    Task<Outcome<bool>> Wish(Sku sku);

    [Alias("unwish")]
    Task<Outcome<bool>> Unwish(Sku sku);
}

/// <summary>What belongs to a customer, and the key to what is sealed of it.</summary>
/// <param name="Consents">All that they ever said, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.belongings")]
public sealed record CustomerBelongings(
    ImmutableArray<CustomerAddress> Addresses,
    AddressId? DefaultShipping,
    AddressId? DefaultBilling,
    string? Preferences,
    ImmutableArray<Consent> Consents,
    ImmutableArray<string> Segments,
    ImmutableArray<Wish> Wishes,
    ImmutableArray<byte> WrappedKey,
    long Version
);

/// <param name="Sealed">The address, sealed.</param>
/// <param name="Key">What made it, if that was named.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.address")]
public sealed record CustomerAddress(AddressId Id, string Sealed, RequestKey? Key = null);

/// <summary>A wish to have an address in the book.</summary>
/// <param name="IsNew">Whether none of that id is there yet.</param>
/// <param name="IsDefaultShipping">Whether orders go there; <c>null</c> leaves that.</param>
/// <param name="Replaces">What it was when it was read, where that matters.</param>
/// <param name="Key">Names the request to make it, where the client does.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.address-putting")]
public sealed record AddressPutting(
    AddressId Id,
    string Sealed,
    bool IsNew,
    bool? IsDefaultShipping = null,
    bool? IsDefaultBilling = null,
    string? Replaces = null,
    RequestKey? Key = null
);

/// <param name="IsReplay">Whether the same request had made it before.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.address-written")]
public sealed record AddressWritten(
    CustomerAddress Address,
    bool IsDefaultShipping,
    bool IsDefaultBilling,
    bool IsReplay
);

/// <summary>What somebody said to a text, and when.</summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.consent")]
public sealed record Consent(string Purpose, string Text, bool Granted, DateTimeOffset At);

/// <param name="IsNews">Whether they had not said so before.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.consent-told")]
public sealed record ConsentTold(Consent Consent, bool IsNews);

[GenerateSerializer, Immutable, Alias("commerce.customers.wish")]
public sealed record Wish(Sku Sku, DateTimeOffset At);
