using Commerce.Secrets;

namespace Commerce.Http;

/// <summary>What an operator must be allowed to do for a route to serve them.</summary>
internal sealed record Scope(string Name);

public static class Scopes
{
    /// <summary>Marks a route for operators with that scope: <c>inventory:write</c>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, string scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Scope(scope));

    /// <summary>Whether whoever asks may do what that scope allows, beside the route's.</summary>
    internal static bool HasScope(this HttpContext context, string _) =>
        context
            .RequestServices.GetRequiredService<ServerKeys>()
            .IsOperator(context.Request.Headers.Authorization)
        || context.Features.Get<InnerRequest>() is not null;

    /// <summary>
    /// Refuses operators' routes to whoever has no scope for them, and any of <c>/admin</c> that
    /// names none. The operator key has every scope.
    /// </summary>
    internal static void UseScopes(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var isOperators =
                    context.GetEndpoint()?.Metadata.GetMetadata<Scope>() is not null
                    || context.Request.Path.StartsWithSegments(
                        "/admin",
                        StringComparison.OrdinalIgnoreCase
                    );
                var keys = context.RequestServices.GetRequiredService<ServerKeys>();
                if (
                    !isOperators
                    || keys.IsOperator(context.Request.Headers.Authorization)
                    || context.Features.Get<InnerRequest>() is not null
                )
                {
                    return next(context);
                }

                context.Response.Headers.WWWAuthenticate = "Bearer";
                return OutcomeResults.Of(StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            }
        );
}
