using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <param name="Locale">BCP 47: <c>de-AT</c>.</param>
internal sealed record RegisterRequest(
    string Email,
    string Password,
    string? Name = null,
    string? Locale = null
);

/// <summary>An account as its owner reads it.</summary>
internal sealed record CustomerBody(
    CustomerId Id,
    string Email,
    bool EmailVerified,
    DateTimeOffset CreatedAt,
    long Version,
    string? Name = null,
    [property: JsonConverter(typeof(PhoneText))] string? Phone = null,
    DateOnly? Birthday = null,
    string? Locale = null
)
{
    public static CustomerBody Open(CustomerTold customer, Sealer sealer)
    {
        var profile = customer.OpenProfile(sealer);
        return new(
            customer.Id,
            customer.OpenEmail(sealer),
            customer.IsEmailVerified,
            customer.RegisteredAt,
            customer.Version,
            profile.Name,
            profile.Phone,
            profile.Birthday,
            profile.Locale
        );
    }
}

/// <summary>Opens what is sealed of an account, at the edge alone.</summary>
internal static class OpenedCustomer
{
    public static string OpenEmail(this CustomerTold customer, Sealer sealer) =>
        sealer.Open(customer.Email, customer.WrappedKey.AsSpan());

    public static Profile OpenProfile(this CustomerTold customer, Sealer sealer) =>
        JsonSerializer.Deserialize(
            sealer.Open(customer.Profile, customer.WrappedKey.AsSpan()),
            SealedJson.Default.Profile
        )!;

    public static PreferencesBody OpenPreferences(this CustomerBelongings told, Sealer sealer) =>
        told.Preferences is { } preferences
            ? JsonSerializer.Deserialize(
                sealer.Open(preferences, told.WrappedKey.AsSpan()),
                SealedJson.Default.PreferencesBody
            )!
            : new(ImmutableDictionary<string, string>.Empty);

    /// <summary>What they signed in with.</summary>
    public static string OpenDevice(
        this CustomerTold customer,
        CustomerSession session,
        Sealer sealer
    ) => sealer.Open(session.Device, customer.WrappedKey.AsSpan());

    public static string? OpenPassword(this CustomerTold customer, Sealer sealer) =>
        customer.Password is { } hash ? sealer.Open(hash, customer.WrappedKey.AsSpan()) : null;
}

[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(EmailRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(PreferencesBody))]
[JsonSerializable(typeof(AddressRequest))]
[JsonSerializable(typeof(AddressesBody))]
[JsonSerializable(typeof(CountriesBody))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentsBody))]
[JsonSerializable(typeof(WishRequest))]
[JsonSerializable(typeof(WishlistBody))]
[JsonSerializable(typeof(SessionsBody))]
[JsonSerializable(typeof(OperatorsCustomer))]
[JsonSerializable(typeof(SegmentsRequest))]
internal sealed partial class CustomerHttpJson : JsonSerializerContext;
