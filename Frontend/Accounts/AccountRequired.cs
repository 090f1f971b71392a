using Commerce.Http;

namespace Commerce.Accounts;

internal static class AccountRequired
{
    /// <summary>Answers 401 to guests and operators.</summary>
    public static TBuilder RequireAccount<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new KnowsAccount(IsRequired: true));
        return route.AddEndpointFilter<TBuilder, AccountFilter>();
    }

    private sealed class AccountFilter : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(
            EndpointFilterInvocationContext context,
            EndpointFilterDelegate next
        )
        {
            if (context.HttpContext.Request.Account() is not null)
                return await next(context);

            context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return OutcomeResults.Of(StatusCodes.Status401Unauthorized);
        }
    }
}
