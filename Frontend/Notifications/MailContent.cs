using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Notifications;

/// <summary>To whom a mail goes and what it says: sealed until it is handed over.</summary>
public sealed record MailContent(string To, string Subject, string Text)
{
    public static MailContent Parse(string json) =>
        JsonSerializer.Deserialize(json, MailJson.Default.MailContent)!;

    public override string ToString() =>
        JsonSerializer.Serialize(this, MailJson.Default.MailContent);
}

/// <summary>Read tolerantly, as it is kept for ever.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MailContent))]
internal sealed partial class MailJson : JsonSerializerContext;
