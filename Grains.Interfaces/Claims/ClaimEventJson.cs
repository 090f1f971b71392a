using System.Text.Json.Serialization;

namespace Commerce.Claims;

/// <summary>How claims' events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ClaimEvent))]
public sealed partial class ClaimEventJson : JsonSerializerContext;
