using System.Text.Json.Serialization;

namespace Commerce.Notifications;

/// <summary>How mails' events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(MailEvent))]
public sealed partial class MailEventJson : JsonSerializerContext;
