using System.Text.Json.Serialization.Metadata;
using Commerce.Catalog;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>
/// What the shapes are of values that are written their own way: the generator sees only that they
/// are.
/// </summary>
internal sealed class SchemaFacts : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var none = IsNullable(declared, context) ? JsonSchemaType.Null : default;
        if (context.JsonPropertyInfo?.CustomConverter is LocalizedJson)
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Object | none;
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | none;
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | none;
            schema.Format = "date-time";
        }
        else if (type == typeof(Money))
        {
            DescribeMoney(schema);
        }
        else if (type == typeof(NamedTexts))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (TextForms.IsText(type))
        {
            schema.Type = JsonSchemaType.String | none;
            TextForms.Describe(schema, type);
        }
        else if (context.JsonTypeInfo.ElementType == typeof(string))
        {
            DescribeTexts(schema, context.JsonTypeInfo.Kind);
        }
        else
        {
            LeaveOutNothing(schema, context);
        }

        return Task.CompletedTask;
    }

    /// <summary>What is null is left out of answers, and may be left out of requests.</summary>
    private static void LeaveOutNothing(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context
    )
    {
        foreach (var member in context.JsonTypeInfo.Properties)
        {
            if (member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null)
                schema.Required?.Remove(member.Name);
        }
    }

    /// <summary>Texts in a list, or by name.</summary>
    private static void DescribeTexts(OpenApiSchema schema, JsonTypeInfoKind kind)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        if (kind is JsonTypeInfoKind.Dictionary)
            schema.AdditionalProperties ??= text;
        else
            schema.Items ??= text;
    }

    private static bool IsNullable(Type declared, OpenApiSchemaTransformerContext context) =>
        Nullable.GetUnderlyingType(declared) is not null
        || context.JsonPropertyInfo is { IsGetNullable: true };

    private static void DescribeMoney(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = "An amount in the minor units of its currency: 1099 EUR is € 10.99.";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" };
        schema.AdditionalPropertiesAllowed = false;
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["amount"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            ["currency"] = TextForms.Currency(),
        };
    }
}
