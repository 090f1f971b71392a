using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Commerce.Http;

namespace Commerce.BadInput;

/// <summary>An operation of the API, and how to ask for it in order.</summary>
/// <param name="token">Of a customer, for what is theirs; <c>null</c>: nobody's.</param>
internal sealed class Operation(
    string verb,
    string path,
    JsonNode told,
    Sample sample,
    string? token = null
)
{
    /// <summary>What is not named by its form.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["sku"] = "NEVER",
        ["named"] = "product-bad",
        ["If-Match"] = "\"1\"",
        ["Prefer"] = "wait=0",
        ["X-Order-Token"] = "not a token",
    };

    public string Id { get; } = told["operationId"]!.GetValue<string>();

    public JsonNode? Body => told["requestBody"]?["content"]?["application/json"]?["schema"];

    public bool IsBodyRequired => told["requestBody"]?["required"]?.GetValue<bool>() is true;

    public string ContentType =>
        told["requestBody"]?["content"]?.AsObject().First().Key ?? "application/json";

    /// <summary>The names of all that can be said outside the body, and where.</summary>
    public IEnumerable<(string Name, string In)> Parameters =>
        Told.Select(each => ($"{each["name"]}", $"{each["in"]}"));

    private bool IsErasure => path.EndsWith("/erasure", StringComparison.Ordinal);

    private IEnumerable<JsonNode> Told => told["parameters"]?.AsArray().Select(each => each!) ?? [];

    /// <summary>A request in order, but for what is given.</summary>
    public HttpRequestMessage Ask(string? parameter = null, string value = "", byte[]? body = null)
    {
        var (target, query) = (path, "");
        var request = new HttpRequestMessage { Method = new(verb) };
        foreach (var each in Told)
        {
            var (name, place) = ($"{each["name"]}", $"{each["in"]}");
            var said = name == parameter ? value : ValueOf(each, name);
            if (place == "path")
                target = target.Replace($"{{{name}}}", Uri.EscapeDataString(said));
            else if (place == "header")
                request.Headers.TryAddWithoutValidation(name, said);
            else if (name == parameter)
                query = $"?{name}={Uri.EscapeDataString(said)}";
        }

        request.RequestUri = new(target + query, UriKind.Relative);
        if (path.StartsWith("/admin/", StringComparison.Ordinal))
            request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        // Whoever is erased has nothing left to be tried on.
        else if (
            path.StartsWith("/api/v1/me", StringComparison.Ordinal)
            && !IsErasure
            && token is not null
        )
            request.Headers.Authorization = new("Bearer", token);

        var content = body ?? (Body is null ? null : Sampled());
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        return request;
    }

    private byte[] Sampled() =>
        System.Text.Encoding.UTF8.GetBytes(sample.Of(Body!, "").ToJsonString());

    private string ValueOf(JsonNode parameter, string name) =>
        Known.GetValueOrDefault(name) ?? sample.Of(parameter["schema"]!, name).ToString();
}
