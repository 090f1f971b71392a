using System.Security.Claims;
using Commerce.Customers;
using Commerce.Http;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>Gives tokens for what OpenIddict has found in order.</summary>
internal sealed class TokenEndpoint(
    IGrainFactory grains,
    Sessions lasting,
    IOpenIddictTokenManager tokens,
    Families families,
    GivenScopes given,
    SignInContext context,
    BrowserSessions sessions,
    SignInSettings settings,
    TimeProvider time
)
{
    public const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/connect/token",
                (TokenEndpoint tokens, HttpContext http) => tokens.Give(http)
            )
            .ForEveryone()
            .ExcludeFromDescription();

    /// <summary>What a client is told that is not given what it asked for.</summary>
    public static IResult Refuse(string error, string why) =>
        Results.Forbid(
            new AuthenticationProperties(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = why,
                }
            ),
            [Scheme]
        );

    private async Task<IResult> Give(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
            return GiveProgram(request, settings.IssuerOf(http.Request));

        var judged = await http.AuthenticateAsync(Scheme);
        var known = judged.Principal!;
        if (!await Spend(known) || !await IsStillSignedIn(http, request, known))
            return Refuse(Errors.InvalidGrant, "It was used before, or the session has ended.");

        // What their roles gave and give no longer is gone from here on; nothing comes back to it.
        known.SetScopes(await given.Of(CustomerOf(known), known.GetScopes()));
        return Results.SignIn(known, authenticationScheme: Scheme);
    }

    private static CustomerId CustomerOf(ClaimsPrincipal known) =>
        CustomerId.Parse(known.GetClaim(ClaimNames.Subject)!, provider: null);

    /// <summary>
    /// Whether nobody was faster: OpenIddict lets all pass who come with one refresh token at once.
    /// Where the database does not answer it is not known, and nobody's session ends for it.
    /// </summary>
    private async Task<bool> Spend(ClaimsPrincipal known)
    {
        var id = known.GetTokenId()!;
        if (await tokens.FindByIdAsync(id) is { } token && await tokens.TryRedeemAsync(token))
            return true;

        var isUnspent = await context
            .Set<OpenIddictEntityFrameworkCoreToken>()
            .AnyAsync(each => each.Id == id && each.Status == Statuses.Valid);
        if (isUnspent)
            throw new IOException("The token could not be marked as used.");

        await families.End(known);
        return false;
    }

    /// <summary>A program that signs in itself is its own subject.</summary>
    private static IResult GiveProgram(OpenIddictRequest request, string issuer)
    {
        var identity = new ClaimsIdentity(Scheme);
        identity.SetClaim(ClaimNames.Subject, request.ClientId);
        identity.SetScopes(request.GetScopes());
        identity.SetResources(issuer);
        return Results.SignIn(new(identity), authenticationScheme: Scheme);
    }

    /// <summary>Whoever refreshes may stay signed in for longer.</summary>
    private async Task<bool> IsStillSignedIn(
        HttpContext http,
        OpenIddictRequest request,
        ClaimsPrincipal known
    )
    {
        var id = CustomerOf(known);
        var session = SessionId.Parse(known.GetAuthorizationId()!, provider: null);
        if (!request.IsRefreshTokenGrantType())
            return await lasting.Has(id, session);

        var customer = await grains.Customer(id).Get();
        if (!customer.IsAccepted)
            return false;

        var prolonged = await sessions.Begin(
            customer.Value,
            session,
            DeviceOf(http, request),
            time.GetUtcNow() + settings.RefreshTokens
        );
        return prolonged.IsAccepted;
    }

    private static string DeviceOf(HttpContext http, OpenIddictRequest request) =>
        $"{request.ClientId}: {BrowserSessions.DeviceOf(http)}";
}
