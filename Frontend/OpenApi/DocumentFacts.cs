using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>What is true of the API as a whole: who it is, its keys, its problems.</summary>
internal sealed class DocumentFacts : IOpenApiDocumentTransformer
{
    public const string OperatorKey = "operator";
    public const string Account = "account";
    public const string Problem = "Problem";

    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new()
        {
            Title = "Commerce.Orleans",
            Version = "1",
            Description =
                "Storefronts use /api/v1, operators /admin/v1. Amounts are integers in minor "
                + "units, moments are UTC. Whatever fails is a problem (RFC 9457): switch on its "
                + "code. Members may be added to answers at any time.",
        };
        document.Servers = [new() { Url = "/" }];
        var parts = document.Components ??= new();
        parts.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(
            StringComparer.Ordinal
        )
        {
            [OperatorKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description =
                    "An operator's token (at+jwt) with the scope that is said at each operation, or "
                    + "the break-glass key, which has them all.",
            },
            [Account] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "at+jwt",
                Description = "A shopper's access token. Guests send none.",
            },
        };
        parts.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        parts.Schemas[Problem] = ProblemSchema();
        OpenShapes.OpenAnswers(document);
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "Why a request failed (RFC 9457).",
            Required = new HashSet<string>(StringComparer.Ordinal)
            {
                "type",
                "title",
                "status",
                "detail",
                "instance",
                "code",
                "traceId",
                "retryable",
            },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("A URI, or about:blank."),
                ["title"] = Text("The code, as people read it."),
                ["status"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "400",
                    Maximum = "599",
                },
                ["detail"] = Text("A sentence for people; it may change."),
                ["instance"] = Text("The path that was asked for."),
                ["code"] = Text("What programs switch on; it never changes."),
                ["traceId"] = Text("Where operators find this request again."),
                ["retryable"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Boolean,
                    Description = "Whether the same request may succeed later, unchanged.",
                },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = ErrorSchema(),
                },
            },
        };

    private static OpenApiSchema ErrorSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "What helps to do better; its further members depend on the code.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "pointer", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["pointer"] = Text("Where in the body it is (RFC 6901); empty: all of it."),
                ["code"] = Text("Of which kind it is."),
            },
        };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
