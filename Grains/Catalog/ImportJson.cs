using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>How an import is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Import))]
internal sealed partial class ImportJson : JsonSerializerContext;
