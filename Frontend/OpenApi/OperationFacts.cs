using System.Globalization;
using System.Text.Json.Nodes;
using Commerce.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Scope = Commerce.Http.Scope;

namespace Commerce.OpenApi;

/// <summary>What routes say of themselves, and what is true of all of them.</summary>
internal sealed class OperationFacts : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var document = context.Document!;
        var route = context.Description;
        var metadata = route.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        DescribeParameters(operation, route);
        foreach (
            var header in metadata
                .OfType<TakenHeader>()
                .DistinctBy(each => each.Name, StringComparer.Ordinal)
        )
            operation.Parameters.Add(Header(header));

        var callers = metadata.OfType<Callers>().LastOrDefault();
        if (callers is Scope scope)
        {
            var key = new OpenApiSecuritySchemeReference(DocumentFacts.OperatorKey, document);
            operation.Security = [new() { [key] = [scope.Name] }];
        }
        else if (callers == Callers.Customers || metadata.OfType<KnowsAccount>().Any())
        {
            var account = new OpenApiSecuritySchemeReference(DocumentFacts.Account, document);
            var signedIn = new OpenApiSecurityRequirement { [account] = [] };
            operation.Security = callers == Callers.Customers ? [signedIn] : [new(), signedIn];
        }

        foreach (var (status, codes) in Refusals.Of(route, metadata))
            operation.Responses![$"{status}"] = Refused(status, codes, document);

        foreach (var (status, response) in operation.Responses!)
        {
            if (string.IsNullOrEmpty(response.Description))
                response.Description = Phrase(status);
        }

        return Task.CompletedTask;
    }

    private static void DescribeParameters(OpenApiOperation operation, ApiDescription route)
    {
        var named = operation.Parameters!.OfType<OpenApiParameter>().ToList();
        foreach (var parameter in named)
        {
            var type = route
                .ParameterDescriptions.First(each => each.Name == parameter.Name)
                .ParameterDescriptor?.ParameterType;
            if (type is not null && TextForms.IsText(type))
            {
                var form = new OpenApiSchema();
                TextForms.Describe(form, type);
                parameter.Schema = form;
            }

            if (parameter.In is ParameterLocation.Query)
                parameter.Name = JsonNamingPolicyOf(parameter.Name!);
        }

        // What a handler reads by itself, or a filter does.
        var names = named.Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var place in Places(route.RelativePath!).Where(each => !names.Contains(each)))
        {
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = place,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }

    private static string JsonNamingPolicyOf(string name) =>
        char.ToLowerInvariant(name[0]) + name[1..];

    private static IEnumerable<string> Places(string path) =>
        path.Split('{').Skip(1).Select(each => each.Split('}', ':')[0].Trim('*'));

    private static OpenApiParameter Header(TakenHeader header) =>
        new()
        {
            Name = header.Name,
            In = ParameterLocation.Header,
            Required = header.IsRequired,
            Description = header.Description,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = header.LengthMax,
            },
        };

    private static OpenApiResponse Refused(
        int status,
        IReadOnlyCollection<string> codes,
        OpenApiDocument document
    ) =>
        new()
        {
            Description = $"{Phrase($"{status}")}: {string.Join(", ", codes)}.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Described.Problem] = new()
                {
                    Schema = new OpenApiSchemaReference(DocumentFacts.Problem, document),
                },
            },
            Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
            {
                ["x-codes"] = new JsonNodeExtension(
                    new JsonArray([.. codes.Select(code => JsonValue.Create(code))])
                ),
            },
        };

    private static string Phrase(string status) =>
        ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture));
}
