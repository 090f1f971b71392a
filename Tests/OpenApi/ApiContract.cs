using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Commerce.OpenApi;

/// <summary>What the document promises of the answers of each operation.</summary>
internal sealed class ApiContract(JsonNode document)
{
    private const string InDocument = "#/components/schemas/";
    private const string InSchema = "#/$defs/";

    private static readonly EvaluationOptions Options = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    private readonly Dictionary<string, JsonNode> _operations = Operations(document)
        .ToDictionary(
            each => each.Operation["operationId"]!.GetValue<string>(),
            each => each.Operation,
            StringComparer.Ordinal
        );

    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    /// <summary>Every operation, with the verb and the path that it is asked with.</summary>
    public static IEnumerable<(string Verb, string Path, JsonNode Operation)> Operations(
        JsonNode document
    ) =>
        document["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject()
                    .Select(verb => (verb.Key.ToUpperInvariant(), path.Key, verb.Value!))
            );

    /// <summary>What an answer has that was not promised; nothing, if it keeps to it.</summary>
    public async Task<IReadOnlyList<string>> Breaches(string operation, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (_operations[operation]["responses"]![$"{status}"] is not { } promised)
            return [$"{operation} answers {status}"];

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (promised["content"] is not { } content)
            return text.Length == 0 ? [] : [$"{operation} {status} has a body: {text}"];

        var type = answer.Content.Headers.ContentType?.MediaType ?? "none";
        if (content[type] is not { } media)
            return [$"{operation} {status} is {type}"];
        if (!type.EndsWith("json", StringComparison.Ordinal))
            return [];

        var code = status < 400 ? null : JsonNode.Parse(text)!["code"]!.GetValue<string>();
        string[] codes =
            code is null || Codes(promised).Contains(code, StringComparer.Ordinal)
                ? []
                : [$"{operation} {status} has the code {code}"];
        string[] documents = type.EndsWith("ndjson", StringComparison.Ordinal)
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [text];
        return
        [
            .. codes,
            .. documents.SelectMany(each => Flaws($"{operation} {status}", media["schema"]!, each)),
        ];
    }

    private static IEnumerable<string> Codes(JsonNode response) =>
        response["x-codes"]!.AsArray().Select(each => each!.GetValue<string>());

    private IEnumerable<string> Flaws(string what, JsonNode shape, string text)
    {
        var key = shape.ToJsonString();
        if (!_schemas.TryGetValue(key, out var schema))
        {
            var all = new JsonObject
            {
                ["allOf"] = new JsonArray(shape.DeepClone()),
                ["$defs"] = document["components"]!["schemas"]!.DeepClone(),
            };
            schema = JsonSchema.FromText(
                all.ToJsonString().Replace(InDocument, InSchema, StringComparison.Ordinal)
            );
            _schemas[key] = schema;
        }

        var judged = schema.Evaluate(JsonElement.Parse(text), Options);
        return judged.IsValid
            ? []
            : judged
                .Details!.Where(each => each.Errors is not null)
                .SelectMany(each =>
                    each.Errors!.Select(error => $"{what} {each.InstanceLocation}: {error.Value}")
                );
    }
}
