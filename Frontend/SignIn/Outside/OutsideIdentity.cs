using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using OpenIddict.Abstractions;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>Who somebody is elsewhere: never in clear but at the edge.</summary>
internal sealed record OutsideIdentity(string Provider, string Issuer, string Subject)
{
    /// <summary>What is sealed of it.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this, OutsideJson.Default.OutsideIdentity);

    public static OutsideIdentity Open(LinkedIdentity linked, CustomerTold told, Sealer sealer) =>
        JsonSerializer.Deserialize(
            sealer.Open(linked.Sealed, told.WrappedKey.AsSpan()),
            OutsideJson.Default.OutsideIdentity
        )!;

    /// <summary>By which it is claimed and found again, and which tells nothing else.</summary>
    public string KeyBy(ServerKeys keys) => keys.Mark("identity", $"{Issuer} {Subject}");
}

/// <summary>Somebody who comes from elsewhere, and what is said there of them.</summary>
/// <param name="Email">An address that is known there to be theirs, if any is.</param>
internal sealed record OutsidePerson(OutsideIdentity Identity, string? Email, Profile Profile)
{
    /// <summary>What the one tells who they are, and the other; either may say the rest.</summary>
    public static OutsidePerson Of(
        OutsideProvider provider,
        string subject,
        params ReadOnlySpan<ClaimsPrincipal?> told
    )
    {
        string? email = null,
            name = null,
            locale = null;
        foreach (var each in told)
        {
            email ??= EmailOf(each);
            name ??= each?.GetClaim(ClaimNames.Name);
            locale ??= each?.GetClaim(ClaimNames.Locale);
        }

        var today = DateOnly.MaxValue;
        var isNamed = name is not null && !CardNumber.IsIn(name) && Suits(new(Name: name));
        return new(
            new(provider.Name, provider.Issuer.AbsoluteUri, subject),
            email,
            new(isNamed ? name : null, Locale: Suits(new(Locale: locale)) ? locale : null)
        );

        bool Suits(Profile profile) => ProfileRules.Flaws(profile, today).IsEmpty;
    }

    /// <summary>Both are said by the same, or nothing is.</summary>
    private static string? EmailOf(ClaimsPrincipal? told) =>
        told?.GetClaim(ClaimNames.Email) is { } email
        && bool.TryParse(told.GetClaim(ClaimNames.EmailVerified), out var isVerified)
        && isVerified
        && !CardNumber.IsIn(email)
            ? email
            : null;
}

/// <summary>How what is sealed is written: read tolerantly, as it is kept for ever.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutsideIdentity))]
internal sealed partial class OutsideJson : JsonSerializerContext;
