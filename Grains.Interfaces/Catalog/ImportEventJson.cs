using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>How import events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ImportEvent))]
public sealed partial class ImportEventJson : JsonSerializerContext;
