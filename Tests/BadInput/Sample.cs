using System.Text.Json.Nodes;

namespace Commerce.BadInput;

/// <summary>Makes values that a schema of the document takes.</summary>
/// <param name="document">The document.</param>
/// <param name="known">Ids of what is there, by their prefix; others are well formed.</param>
internal sealed class Sample(JsonNode document, params (string Prefix, string Id)[] known)
{
    private static readonly string[] Prefixes =
    [
        "adr",
        "crt",
        "cus",
        "imp",
        "ord",
        "prd",
        "sal",
        "ses",
    ];

    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["email"] = "shopper@example.com",
        ["new"] = "plum tart on sunday",
        ["locale"] = "de-AT",
        ["birthday"] = "1990-12-31",
        ["postalCode"] = "10115",
        ["password"] = "plum tart on sunday",
        ["phone"] = "+49 30 1234567",
        ["url"] = "https://example.com/a.png",
    };

    private int _made;

    /// <summary>A value, with every member that there may be.</summary>
    /// <param name="schema">What it is to be.</param>
    /// <param name="name">What it is called where it stands.</param>
    public JsonNode Of(JsonNode schema, string name)
    {
        var shape = Resolve(schema);
        return TypeOf(shape) switch
        {
            "object" => Object(shape),
            "array" => new JsonArray(Of(shape["items"]!, name)),
            "integer" => 1,
            "boolean" => true,
            _ => Text(shape, name),
        };
    }

    public JsonNode Resolve(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray choices)
            return Resolve(choices.First(each => each!["type"]?.ToString() != "null")!);

        return schema["$ref"] is { } reference
            ? document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!
            : schema;
    }

    /// <summary>The type of what is not null.</summary>
    public static string? TypeOf(JsonNode shape) =>
        shape["type"] is JsonArray types
            ? types.Select(each => each!.ToString()).First(each => each != "null")
            : shape["type"]?.ToString();

    private JsonObject Object(JsonNode shape)
    {
        var made = new JsonObject();
        foreach (var (name, schema) in shape["properties"]?.AsObject() ?? [])
            made[name] = Of(schema!, name);
        if (shape["additionalProperties"] is JsonObject)
            made["en"] = "text";

        return made;
    }

    private string Text(JsonNode shape, string name)
    {
        var number = Interlocked.Increment(ref _made);
        if (shape["format"]?.ToString() is "date-time")
            return name.EndsWith("To", StringComparison.Ordinal)
                ? "2028-01-01T00:00:00Z"
                : "2027-01-01T00:00:00Z";

        var pattern = shape["pattern"]?.ToString() ?? "";
        if (
            Array.Find(
                Prefixes,
                each => pattern.StartsWith($"^{each}_", StringComparison.Ordinal)
            ) is
            { } prefix
        )
            return Array.Find(known, each => each.Prefix == prefix).Id
                ?? $"{prefix}_eu1_01J00000000000000000000000";

        return pattern switch
        {
            "^[A-Z]{3}$" => "EUR",
            "^[A-Z]{2}$" => "DE",
            _ => ByName.GetValueOrDefault(name) ?? $"x{number}",
        };
    }
}
