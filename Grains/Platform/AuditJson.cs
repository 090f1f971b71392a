using System.Text.Json.Serialization;

namespace Commerce.Platform;

/// <summary>How the audit is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Audit))]
internal sealed partial class AuditJson : JsonSerializerContext;
