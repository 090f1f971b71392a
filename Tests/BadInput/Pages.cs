using Commerce.Http;
using Microsoft.AspNetCore.Routing;

namespace Commerce.BadInput;

/// <summary>A route that the document leaves out.</summary>
internal sealed record Page(string Verb, RoutePatternText Path)
{
    /// <summary>A request with that text wherever the path takes one.</summary>
    public HttpRequestMessage Ask(string text)
    {
        var request = new HttpRequestMessage(new(Verb), Path.With(Uri.EscapeDataString(text)));
        request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        return request;
    }

    public override string ToString() => $"{Verb} {Path.Text}";
}

/// <param name="Text">As it is mapped: <c>/docs/{name?}</c>.</param>
internal readonly record struct RoutePatternText(string Text)
{
    public string With(string value) =>
        string.Concat(Text.Split('{', '}').Select((part, i) => i % 2 == 0 ? part : value));
}

internal static class Pages
{
    public static IEnumerable<Page> Of(IEnumerable<RouteEndpoint> routes) =>
        from route in routes
        where route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null
        from verb in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select new Page(verb, new($"/{route.RoutePattern.RawText!.Trim('/')}"));
}
