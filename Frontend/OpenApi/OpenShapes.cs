using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>
/// Requests are closed, since unknown members are refused; answers are open, since members may be
/// added to them.
/// </summary>
internal static class OpenShapes
{
    public static void OpenAnswers(OpenApiDocument document)
    {
        var closed = new HashSet<string>(StringComparer.Ordinal);
        var requests = document
            .Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.RequestBody?.Content?.Values ?? [])
            .Select(content => content.Schema);
        foreach (var schema in requests)
            Close(schema, closed);

        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            if (schema is OpenApiSchema shape && !closed.Contains(name))
                shape.AdditionalPropertiesAllowed = true;
        }
    }

    /// <summary>Notes what a request is made of.</summary>
    private static void Close(IOpenApiSchema? schema, HashSet<string> closed)
    {
        if (schema is null)
            return;
        if (schema is OpenApiSchemaReference { Reference.Id: { } name } && !closed.Add(name))
            return;

        Close(schema.Items, closed);
        foreach (var part in schema.Properties?.Values ?? [])
            Close(part, closed);
        foreach (var choice in schema.OneOf ?? [])
            Close(choice, closed);
    }
}
