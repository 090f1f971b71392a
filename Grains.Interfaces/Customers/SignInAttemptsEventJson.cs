using System.Text.Json.Serialization;

namespace Commerce.Customers;

/// <summary>How attempts' events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(SignInAttemptsEvent))]
public sealed partial class SignInAttemptsEventJson : JsonSerializerContext;
