using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Commerce.Http;

/// <summary>
/// Finds what the framework did not read in a query. Of a parameter that may be left out, the code
/// it generates for a route says that something is malformed, and not what.
/// </summary>
internal static class OptionalQuery
{
    private static readonly MethodInfo Reads = new Func<string, bool>(
        IsOne<int>
    ).Method.GetGenericMethodDefinition();

    /// <summary>The first parameter that is there and no such thing as the route takes;
    /// <c>null</c> where all are, or none is there.</summary>
    public static string? FlawIn(HttpContext context) =>
        context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(each => each is { IsOptional: true, HasTryParse: true })
            .FirstOrDefault(each =>
                context.Request.Query[each.Name].ToString() is { Length: > 0 } text
                && !IsOne(each.ParameterInfo.ParameterType, text)
            )
            ?.Name;

    private static bool IsOne(Type type, string text) =>
        Reads.MakeGenericMethod(Nullable.GetUnderlyingType(type) ?? type).Invoke(null, [text])
            is true;

    private static bool IsOne<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
