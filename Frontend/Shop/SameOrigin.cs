using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>
/// Forms are only taken from the shop's own pages. Browsers say where a form stood, in
/// <c>Sec-Fetch-Site</c> or else in <c>Origin</c>, and no page can make them lie; cookies are
/// <c>SameSite=Lax</c> besides. So no token goes into the forms.
/// </summary>
internal static class SameOrigin
{
    private static readonly Problem Elsewhere = new(
        StatusCodes.Status403Forbidden,
        "cross_origin",
        "Send this form from the shop's own page."
    );

    public static ValueTask<object?> Require(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || IsOwn(request) ? next(context) : new(Elsewhere);
    }

    private static bool IsOwn(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" => true,
            "" => Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
                && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
}
