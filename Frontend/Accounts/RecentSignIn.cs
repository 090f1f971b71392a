using System.Globalization;
using System.Security.Claims;
using Commerce.Http;

namespace Commerce.Accounts;

/// <summary>What routes ask of who has signed in, before anything else is read.</summary>
internal static class RecentSignIn
{
    /// <summary>How long ago a sign-in may be that is recent.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    private static readonly object Recent = new();

    private static readonly Problem StepUpRequired = new(
        StatusCodes.Status401Unauthorized,
        "step_up_required",
        "Sign in again to do this."
    );

    /// <summary>Answers 401 to guests and operators.</summary>
    public static TBuilder RequireAccount<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new KnowsAccount(IsRequired: true));

    /// <summary>
    /// Answers 401 <c>step_up_required</c> (RFC 9470), unless the token of whoever asks says that
    /// they signed in within ten minutes.
    /// </summary>
    public static RouteHandlerBuilder RequireRecentSignIn(this RouteHandlerBuilder route) =>
        route
            .RequireAccount()
            .WithMetadata(Recent)
            .Refuses(StatusCodes.Status401Unauthorized, StepUpRequired.Code);

    /// <summary>Why the route is not for whoever asks; <c>null</c> if it is.</summary>
    public static Problem? Objection(HttpContext http)
    {
        var asked = http.GetEndpoint()?.Metadata;
        if (asked?.GetMetadata<KnowsAccount>() is not { IsRequired: true })
            return null;
        if (http.Request.Account() is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return OutcomeResults.Of(StatusCodes.Status401Unauthorized);
        }

        if (!asked.Contains(Recent) || IsRecent(http))
            return null;

        http.Response.Headers.WWWAuthenticate =
            $"Bearer error=\"insufficient_user_authentication\", max_age={AgeMax.TotalSeconds}";
        return StepUpRequired;
    }

    private static bool IsRecent(HttpContext http)
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
}
