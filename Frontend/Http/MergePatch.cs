using System.Text.Json;
using System.Text.Json.Nodes;

namespace Commerce.Http;

/// <summary>A change of some members of what there is: RFC 7396, JSON Merge Patch.</summary>
internal static class MergePatch
{
    public const string MediaType = "application/merge-patch+json";

    /// <summary>The patch that is the request's body.</summary>
    /// <exception cref="BadHttpRequestException">It is no JSON object.</exception>
    public static async Task<JsonObject> Read(HttpContext http, JsonSerializerOptions json)
    {
        try
        {
            // Read as a node, its duplicates would show only where it is looked into.
            var patch = await JsonNode.ParseAsync(
                http.Request.Body,
                documentOptions: new()
                {
                    AllowDuplicateProperties = json.AllowDuplicateProperties,
                    MaxDepth = json.MaxDepth,
                },
                cancellationToken: http.RequestAborted
            );
            var changes = patch as JsonObject ?? throw new JsonException("Not an object.");
            Merge(target: null, changes); // Reads every name.
            return changes;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name that is no text is found late, and not as what it is.
            var flaw = e as JsonException ?? new JsonException("A name is no text.", e);
            throw new BadHttpRequestException("", StatusCodes.Status400BadRequest, flaw);
        }
    }

    /// <summary>
    /// What there is with the patch applied, read as strictly as if the whole of it had been sent.
    /// </summary>
    /// <exception cref="BadHttpRequestException">What it makes is not well formed.</exception>
    public static T Apply<T>(T current, JsonObject patch, JsonSerializerOptions json)
    {
        try
        {
            return Merge(JsonSerializer.SerializeToNode(current, json), patch)
                .Deserialize<T>(json)!;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("", StatusCodes.Status400BadRequest, e);
        }
    }

    /// <summary>What there is with the patch applied.</summary>
    public static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();

        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged[name], value);
        }

        return merged;
    }
}
