using System.Text.Json.Serialization;

namespace Commerce.FlashSales;

/// <summary>How a waiting room is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Room))]
internal sealed partial class RoomJson : JsonSerializerContext;
