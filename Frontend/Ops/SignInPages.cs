using System.Globalization;
using Commerce.Http;
using Commerce.Platform;
using Commerce.Secrets;
using Commerce.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>The two ways in: to an account, and with the operators' key; and the way out.</summary>
internal static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder ops)
    {
        ops.MapGet("/sign-in", IResult (string? back, HttpContext http) => Page(http, back))
            .ForEveryone();
        // Everybody may knock: to note it would let everybody write.
        ops.MapPost("/sign-in", SignIn).ForEveryone().WithMetadata(new NotAudited());
        ops.MapPost("/sign-out", SignOut);
    }

    private static IResult SignIn(
        HttpContext http,
        ServerKeys keys,
        OperatorSessions sessions,
        SignInDelays delays
    )
    {
        var address = http.Connection.RemoteIpAddress;
        var back = http.Request.Form["back"].ToString();
        if (!delays.Try(address, out var wait))
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Page(
                http,
                back,
                StatusCodes.Status429TooManyRequests,
                $"Too many wrong keys. Try again in {seconds} s."
            );
        }

        if (!keys.IsOperatorKey(http.Request.Form["key"].ToString()))
        {
            return Page(
                http,
                back,
                StatusCodes.Status403Forbidden,
                "This is not the operators' key."
            );
        }

        delays.Succeed(address);
        sessions.Begin(http);
        return OpsPage.See(IsOurs(back) ? back : "/ops");
    }

    private static async Task<SeeOther> SignOut(HttpRequest request)
    {
        await OperatorSessions.End(request.HttpContext);
        return OpsPage.See(OpsGate.SignIn);
    }

    private static readonly string[] Places = ["/ops", "/console", "/dashboard"];

    /// <summary>Back to a page of ours, never to another site.</summary>
    public static bool IsOurs(string back) =>
        (
            back.StartsWith("/ops?", StringComparison.Ordinal)
            || Places.Contains(back, StringComparer.Ordinal)
            || Places.Any(place => back.StartsWith($"{place}/", StringComparison.Ordinal))
        ) && !back.Any(char.IsControl);

    private static RazorComponentResult<SignInPage> Page(
        HttpContext http,
        string? back,
        int status = StatusCodes.Status200OK,
        string? problem = null
    ) =>
        new(
            new
            {
                Back = back ?? "/ops",
                Problem = problem,
                HasAccounts = http.RequestServices.GetService<BrowserSessions>() is not null,
            }
        )
        {
            StatusCode = status,
        };
}
