using System.Text.Json.Serialization;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.Orders;

namespace Commerce.Privacy;

/// <param name="Until">Until when it may be read.</param>
internal sealed record ExportBody(ExportId Id, DateTimeOffset Until);

/// <param name="Status"><c>erasing</c> or <c>erased</c>.</param>
/// <param name="OrdersKept">Orders whose buyer must be known for some time yet.</param>
internal sealed record ErasureBody(string Status, DateTimeOffset RequestedAt, int OrdersKept)
{
    public static ErasureBody From(ErasureTold told) =>
        new(told.IsErased ? "erased" : "erasing", told.AskedAt, told.OrdersKept);
}

/// <summary>All that the store knows of a person, each thing once.</summary>
/// <param name="At">When this was so.</param>
internal sealed record PersonalBody(
    CustomerId Customer,
    DateTimeOffset At,
    CustomerBody? Account,
    PreferencesBody? Preferences,
    IReadOnlyList<BookAddressBody> Addresses,
    IReadOnlyList<ConsentBody> Consents,
    IReadOnlyList<string> Segments,
    IReadOnlyList<WishBody> Wishlist,
    IReadOnlyList<PersonalSessionBody> Sessions,
    IReadOnlyList<PersonalIdentityBody> Identities,
    IReadOnlyList<PersonalPasskeyBody> Passkeys,
    CartBody? Cart,
    IReadOnlyList<OrderBody> Orders
);

/// <summary>Where they are signed in.</summary>
internal sealed record PersonalSessionBody(
    SessionId Id,
    string Device,
    DateTimeOffset BegunAt,
    DateTimeOffset Until
);

/// <summary>Who they are elsewhere, where they may sign in instead.</summary>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">As what they are known there.</param>
internal sealed record PersonalIdentityBody(
    string Provider,
    string Issuer,
    string Subject,
    DateTimeOffset LinkedAt
);

/// <summary>With what they sign in instead of a password.</summary>
/// <param name="Name">As they call it.</param>
internal sealed record PersonalPasskeyBody(
    string Name,
    DateTimeOffset AddedAt,
    DateTimeOffset? UsedAt
);

[JsonSerializable(typeof(ExportBody))]
[JsonSerializable(typeof(ErasureBody))]
[JsonSerializable(typeof(PersonalBody))]
internal sealed partial class PrivacyHttpJson : JsonSerializerContext;
