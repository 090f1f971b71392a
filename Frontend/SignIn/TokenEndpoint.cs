using System.Security.Claims;
using Commerce.Http;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>Gives tokens for what OpenIddict has found in order.</summary>
internal static class TokenEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", Give).ExcludeFromDescription();

    private static IResult Give(HttpContext http, SignInSettings settings)
    {
        var request =
            http.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("OpenIddict has not seen this request.");
        return GiveProgram(request, settings.IssuerOf(http.Request));
    }

    /// <summary>A program that signs in itself is its own subject.</summary>
    private static IResult GiveProgram(OpenIddictRequest request, string issuer)
    {
        var identity = new ClaimsIdentity(Scheme, ClaimNames.Name, ClaimNames.Role);
        identity.SetClaim(ClaimNames.Subject, request.ClientId);
        identity.SetScopes(request.GetScopes());
        identity.SetResources(issuer);
        return Results.SignIn(new(identity), authenticationScheme: Scheme);
    }
}
