using Commerce.Shopping;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>
/// Where a client sends people who want to be signed out (RP-Initiated Logout): of it, if it says
/// by an id token whom it means, and of this browser if that is the same customer.
/// </summary>
internal static class EndSessionEndpoint
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/connect/endsession", End);

    private static async Task<IResult> End(
        HttpContext http,
        BrowserSessions sessions,
        Families families
    )
    {
        var judged = await http.AuthenticateAsync(TokenEndpoint.Scheme);
        if (judged.Principal is not { } told)
            return HtmlPage.Redirect("/account/sign-out");

        await families.End(told);
        var subject = told.GetClaim(ClaimNames.Subject);
        if (await sessions.Find(http) is { } session && session.Customer.Value == subject)
            await sessions.End(http);
        return Results.SignOut(new() { RedirectUri = "/" }, [TokenEndpoint.Scheme]);
    }
}
