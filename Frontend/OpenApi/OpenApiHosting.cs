using System.Text.Json.Serialization.Metadata;
using Commerce.Catalog;
using Commerce.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>The document that describes the API, made from its routes.</summary>
internal static class OpenApiHosting
{
    public const string Name = "v1";
    public const string Route = "/openapi/v1.json";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services
            .AddOpenApi(
                Name,
                options =>
                {
                    options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                    options.CreateSchemaReferenceId = NameOf;
                    options.AddSchemaTransformer<SchemaFacts>();
                    options.AddOperationTransformer<OperationFacts>();
                    options.AddDocumentTransformer<DocumentFacts>();
                }
            )
            .AddSingleton<ApiDocument>();

    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(Route, (ApiDocument document) => document.Get())
            .ForEveryone()
            .WithSummary("This document.")
            .ExcludeFromDescription();

    /// <summary>What clients call a shape; <c>null</c> for what is spelled out in place.</summary>
    private static string? NameOf(JsonTypeInfo json) =>
        json.Type == typeof(Money) ? nameof(Money)
        : json.Type == typeof(NamedTexts) ? "Texts"
        : OpenApiOptions
            .CreateDefaultSchemaReferenceId(json)
            ?.Replace("Body", "", StringComparison.Ordinal);
}
