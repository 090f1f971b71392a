using System.Text.Json.Serialization;

namespace Commerce.Customers;

/// <summary>
/// How customers' events are stored: tolerantly, and apart from the JSON of HTTP.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(CustomerEvent))]
public sealed partial class CustomerEventJson : JsonSerializerContext;
