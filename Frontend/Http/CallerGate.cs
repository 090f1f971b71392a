using Commerce.Accounts;
using Commerce.Operators;
using Commerce.SignIn;

namespace Commerce.Http;

/// <summary>
/// Lets those through to a route who may call it. Whom a route does not name it does not serve, and
/// an edge with a route that names nobody does not start.
/// </summary>
internal static class CallerGate
{
    private const string Challenge = "WWW-Authenticate";

    public static void UseCallers(this WebApplication app) =>
        app.Use(next =>
        {
            // Once all of them are mapped, and before any is served.
            Require(app.Services.GetRequiredService<EndpointDataSource>().Endpoints);
            return http => Admit(http, next);
        });

    /// <exception cref="InvalidOperationException">One of them says nobody.</exception>
    private static void Require(IEnumerable<Endpoint> mapped)
    {
        var silent = mapped
            .OfType<RouteEndpoint>()
            .Where(each => Callers.Of(each) is null)
            .ToList();
        if (silent.Count > 0)
        {
            throw new InvalidOperationException(
                "Nobody may call these routes, as they do not say who may: "
                    + string.Join(", ", silent.Select(each => each.DisplayName))
            );
        }
    }

    private static async Task Admit(HttpContext http, RequestDelegate next)
    {
        if (await Objection(http) is not { } objection)
            await next(http);
        else if (SignInFirst.For(http) is { } signIn)
            await signIn.ExecuteAsync(http);
        else
            await objection.ExecuteAsync(http);
    }

    private static async ValueTask<Problem?> Objection(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var callers = Callers.Of(endpoint);
        if (callers is Scope scope)
            return await Objection(http, scope);
        if (callers == Callers.Customers && http.Request.Account() is null)
            return Unknown(http);
        if (callers is null && endpoint is RouteEndpoint)
            return OutcomeResults.Of(StatusCodes.Status403Forbidden);

        // Strangers are not told either what there is not among operators' routes.
        return callers is null && IsOperators(http.Request.Path) && Operator.Of(http) is null
            ? Unknown(http)
            : null;
    }

    private static async ValueTask<Problem?> Objection(HttpContext http, Scope scope)
    {
        if (Operator.Of(http) is not { } who)
            return Unknown(http);
        if (await who.May(scope.Name, Grains(http)))
            return null;

        http.Response.Headers[Challenge] =
            $"Bearer error=\"insufficient_scope\", scope=\"{scope.Name}\"";
        return new(
            StatusCodes.Status403Forbidden,
            "insufficient_scope",
            $"Your token does not allow this: it needs the scope {scope.Name}."
        );
    }

    private static IGrainFactory Grains(HttpContext http) =>
        http.RequestServices.GetRequiredService<IGrainFactory>();

    private static bool IsOperators(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase);

    private static Problem Unknown(HttpContext http)
    {
        http.Response.Headers[Challenge] = "Bearer";
        return OutcomeResults.Of(StatusCodes.Status401Unauthorized);
    }
}
