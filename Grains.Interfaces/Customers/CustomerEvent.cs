using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Commerce.Inventory;

namespace Commerce.Customers;

/// <summary>
/// What happened to a customer. These are stored for ever: add a case or a member, and never
/// rename, reorder or reuse one. What is called sealed is so under the customer's own key.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Registered), "customer.registered")]
[JsonDerivedType(typeof(SessionBegun), "customer.session-begun")]
[JsonDerivedType(typeof(SessionEnded), "customer.session-ended")]
[JsonDerivedType(typeof(Closed), "customer.closed")]
[JsonDerivedType(typeof(Erased), "customer.erased")]
[JsonDerivedType(typeof(RoleGranted), "customer.role-granted")]
[JsonDerivedType(typeof(RoleRevoked), "customer.role-revoked")]
[JsonDerivedType(typeof(ProfileChanged), "customer.profile-changed")]
[JsonDerivedType(typeof(AddressPut), "customer.address-put")]
[JsonDerivedType(typeof(AddressRemoved), "customer.address-removed")]
[JsonDerivedType(typeof(DefaultAddressesChosen), "customer.default-addresses-chosen")]
[JsonDerivedType(typeof(PreferencesChanged), "customer.preferences-changed")]
[JsonDerivedType(typeof(ConsentChanged), "customer.consent-changed")]
[JsonDerivedType(typeof(SegmentsAssigned), "customer.segments-assigned")]
[JsonDerivedType(typeof(Wished), "customer.wished")]
[JsonDerivedType(typeof(Unwished), "customer.unwished")]
[JsonDerivedType(typeof(EmailQuestioned), "customer.email-questioned")]
[JsonDerivedType(typeof(EmailVerified), "customer.email-verified")]
[JsonDerivedType(typeof(ResetBegun), "customer.reset-begun")]
[JsonDerivedType(typeof(PasswordChanged), "customer.password-changed")]
[JsonDerivedType(typeof(PasskeyAdded), "customer.passkey-added")]
[JsonDerivedType(typeof(PasskeyUsed), "customer.passkey-used")]
[JsonDerivedType(typeof(PasskeyDoubted), "customer.passkey-doubted")]
[JsonDerivedType(typeof(PasskeyRemoved), "customer.passkey-removed")]
[JsonDerivedType(typeof(IdentityLinked), "customer.identity-linked")]
[JsonDerivedType(typeof(IdentityUnlinked), "customer.identity-unlinked")]
public abstract record CustomerEvent : IDomainEvent<CustomerEvent>
{
    private CustomerEvent() { }

    static JsonTypeInfo<CustomerEvent> IDomainEvent<CustomerEvent>.Json =>
        CustomerEventJson.Default.CustomerEvent;

    /// <param name="EmailKey">A mark of the address, by which it is claimed.</param>
    /// <param name="Email">The address, sealed.</param>
    /// <param name="Profile">Name and language and the like, sealed.</param>
    /// <param name="Password">Its hash, sealed; <c>null</c> for who signs in elsewhere.</param>
    /// <param name="IsEmailVerified">Whether somebody who is trusted says it is theirs.</param>
    public sealed record Registered(
        string EmailKey,
        string Email,
        string Profile,
        string? Password = null,
        bool IsEmailVerified = false
    ) : CustomerEvent;

    /// <summary>They signed in, or may stay signed in for longer than before.</summary>
    /// <param name="Device">What they signed in with, sealed.</param>
    /// <param name="Until">When no token of it is good any more.</param>
    public sealed record SessionBegun(SessionId Session, string Device, DateTimeOffset Until)
        : CustomerEvent;

    /// <summary>No token of it is good from now on.</summary>
    public sealed record SessionEnded(SessionId Session) : CustomerEvent;

    /// <summary>All sessions have ended, and nobody signs in any more.</summary>
    public sealed record Closed : CustomerEvent;

    /// <summary>Their key is destroyed, and their e-mail address is anybody's.</summary>
    public sealed record Erased : CustomerEvent;

    /// <summary>They may do here what people in that role do.</summary>
    /// <param name="By">Which operator gave it to them.</param>
    public sealed record RoleGranted(string Role, string By) : CustomerEvent;

    /// <param name="By">Which operator took it from them.</param>
    public sealed record RoleRevoked(string Role, string By) : CustomerEvent;

    /// <param name="Profile">All that they say of themselves now, sealed.</param>
    public sealed record ProfileChanged(string Profile) : CustomerEvent;

    /// <summary>An address is in the book now, or is another than it was.</summary>
    /// <param name="Sealed">The address, sealed.</param>
    /// <param name="Key">What made it, if that was named.</param>
    public sealed record AddressPut(AddressId Address, string Sealed, RequestKey? Key = null)
        : CustomerEvent;

    /// <summary>It is in the book no longer, nor is anything sent there unasked.</summary>
    public sealed record AddressRemoved(AddressId Address) : CustomerEvent;

    /// <summary>Where their orders are sent and billed unless told.</summary>
    public sealed record DefaultAddressesChosen(
        AddressId? Shipping = null,
        AddressId? Billing = null
    ) : CustomerEvent;

    /// <param name="Preferences">All of them, sealed.</param>
    public sealed record PreferencesChanged(string Preferences) : CustomerEvent;

    /// <summary>They agreed to something, or do no longer.</summary>
    /// <param name="Purpose">To what: <c>newsletter</c>.</param>
    /// <param name="Text">Which version of the text they were shown.</param>
    public sealed record ConsentChanged(string Purpose, string Text, bool Granted = false)
        : CustomerEvent;

    /// <summary>An operator said which groups they belong to: these and no others.</summary>
    public sealed record SegmentsAssigned(ImmutableArray<string> Segments) : CustomerEvent;

    public sealed record Wished(Sku Sku) : CustomerEvent;

    public sealed record Unwished(Sku Sku) : CustomerEvent;

    /// <summary>A mail asks whether an address is theirs: the one they have, or another.</summary>
    /// <param name="Token">A hash of what the mail says.</param>
    /// <param name="Until">How long it may be answered.</param>
    public sealed record EmailQuestioned(
        string Token,
        string EmailKey,
        string Email,
        DateTimeOffset Until
    ) : CustomerEvent;

    /// <summary>It is theirs, and the address of the account from now on.</summary>
    public sealed record EmailVerified(string EmailKey, string Email) : CustomerEvent;

    /// <summary>A mail lets them choose another password.</summary>
    /// <param name="Token">A hash of what the mail says.</param>
    public sealed record ResetBegun(string Token, DateTimeOffset Until) : CustomerEvent;

    /// <param name="Password">Its hash, sealed.</param>
    public sealed record PasswordChanged(string Password) : CustomerEvent;

    /// <summary>They may sign in with it.</summary>
    /// <param name="Sealed">Its name, and what it takes to judge it, sealed.</param>
    /// <param name="Challenge">What it signed for that.</param>
    /// <param name="Until">When that is forgotten.</param>
    /// <param name="Counter">How often it has signed, as it says.</param>
    public sealed record PasskeyAdded(
        PasskeyId Passkey,
        string Sealed,
        string Challenge,
        DateTimeOffset Until,
        uint Counter = 0
    ) : CustomerEvent;

    /// <summary>They signed in with it.</summary>
    public sealed record PasskeyUsed(
        PasskeyId Passkey,
        string Challenge,
        DateTimeOffset Until,
        uint Counter = 0
    ) : CustomerEvent;

    /// <summary>Something signed as it, and had not counted upwards: it was refused.</summary>
    public sealed record PasskeyDoubted(
        PasskeyId Passkey,
        string Challenge,
        DateTimeOffset Until,
        uint Counter = 0
    ) : CustomerEvent;

    public sealed record PasskeyRemoved(PasskeyId Passkey) : CustomerEvent;

    /// <summary>Whoever somebody else knows as this may sign in.</summary>
    /// <param name="Key">A mark of who says so and of whom, by which that is claimed.</param>
    /// <param name="Sealed">Who says so and of whom, sealed.</param>
    public sealed record IdentityLinked(string Key, string Sealed) : CustomerEvent;

    public sealed record IdentityUnlinked(string Key) : CustomerEvent;
}
