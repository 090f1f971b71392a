using System.Text.Json.Serialization;
using Commerce.Orders;

namespace Commerce.Customers;

/// <summary>What customers say of themselves: sealed wherever it is kept.</summary>
/// <param name="Birthday">ISO 8601: 1990-12-31.</param>
/// <param name="Locale">BCP 47: <c>de-AT</c>.</param>
internal sealed record Profile(
    string? Name = null,
    [property: JsonConverter(typeof(PhoneText))] string? Phone = null,
    DateOnly? Birthday = null,
    string? Locale = null
);

/// <summary>How a customer likes the shop, in words of the shop's pages.</summary>
internal sealed record PreferencesBody(IReadOnlyDictionary<string, string> Values);

/// <summary>How what is sealed is written: read tolerantly, as it is kept for ever.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(PreferencesBody))]
[JsonSerializable(typeof(BookAddress))]
internal sealed partial class SealedJson : JsonSerializerContext;
