using System.Globalization;
using System.Security.Claims;
using Commerce.Http;
using Commerce.Operators;
using Commerce.SignIn;

namespace Commerce.Accounts;

/// <summary>What routes ask of who has signed in.</summary>
internal static class RecentSignIn
{
    /// <summary>How long ago a sign-in may be that is recent.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    public static readonly Problem StepUpRequired = new(
        StatusCodes.Status401Unauthorized,
        "step_up_required",
        "Sign in again to do this."
    );

    /// <summary>
    /// Answers 401 <c>step_up_required</c> (RFC 9470), unless a token says that whoever asks
    /// signed in within ten minutes.
    /// </summary>
    public static RouteHandlerBuilder RequireRecentSignIn(this RouteHandlerBuilder route) =>
        route
            .AddEndpointFilter<RouteHandlerBuilder, RecentFilter>()
            .Refuses(StatusCodes.Status401Unauthorized, StepUpRequired.Code);

    /// <summary>Whether they signed in just now, with their browser.</summary>
    public static bool IsRecent(this BrowserSession session, DateTimeOffset now) =>
        now - session.Since <= AgeMax;

    /// <summary>Whether they signed in just now, as far as what they show says.</summary>
    public static bool IsRecent(HttpContext http)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return long.TryParse(
                http.User.FindFirstValue("auth_time"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            && now.ToUnixTimeSeconds() - seconds is var age
            && age <= AgeMax.TotalSeconds
            && age >= -Deadline.Skew.TotalSeconds;
    }

    private sealed class RecentFilter : IEndpointFilter
    {
        public async ValueTask<object?> InvokeAsync(
            EndpointFilterInvocationContext context,
            EndpointFilterDelegate next
        )
        {
            // Whoever has broken the glass has no sign-in to repeat.
            if (Operator.Of(context.HttpContext) == Operator.Key || IsRecent(context.HttpContext))
                return await next(context);

            context.HttpContext.Response.Headers.WWWAuthenticate =
                $"Bearer error=\"insufficient_user_authentication\", max_age={AgeMax.TotalSeconds}";
            return StepUpRequired;
        }
    }
}
