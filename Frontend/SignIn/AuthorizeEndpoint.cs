using System.Security.Claims;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn.Pages;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;
using Scopes = OpenIddict.Abstractions.OpenIddictConstants.Scopes;

namespace Commerce.SignIn;

/// <summary>
/// Where a client sends people, who come back to it with a code once they have shown who they are,
/// and agreed where the client asks that of them.
/// </summary>
internal sealed class AuthorizeEndpoint(
    IGrainFactory grains,
    BrowserSessions sessions,
    Families families,
    GivenScopes given,
    IOpenIddictApplicationManager applications,
    IdGenerator ids,
    SignInSettings settings,
    TimeProvider time
)
{
    public const string Address = "/connect/authorize";

    /// <summary>What the consent page's form says beside what the client asked.</summary>
    private const string Decision = "decision";

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapMethods(
            Address,
            [HttpMethods.Get, HttpMethods.Post],
            (AuthorizeEndpoint authorize, HttpContext http) => authorize.Answer(http)
        );

    private async Task<IResult> Answer(HttpContext http)
    {
        if (http.GetOpenIddictServerResponse() is not null)
            return Unanswerable;

        var request = http.GetOpenIddictServerRequest()!;
        var here = QueryHelpers.AddQueryString(Address, Asked(http.Request));
        var session = await sessions.Find(http);
        if (session is null || MustSignIn(http, request, session, here))
        {
            return request.HasPromptValue(PromptValues.None)
                ? TokenEndpoint.Refuse(Errors.LoginRequired, "Nobody is signed in.")
                : HtmlPage.Redirect(SignInPages.AddressFor(here));
        }

        var client = (await applications.FindByClientIdAsync(request.ClientId!))!;
        return await IsAgreed(http, request, client) switch
        {
            true => await Grant(http, request, session),
            false => TokenEndpoint.Refuse(Errors.AccessDenied, "They did not agree."),
            null when request.HasPromptValue(PromptValues.None) => TokenEndpoint.Refuse(
                Errors.ConsentRequired,
                "They have not agreed."
            ),
            null => await AskConsent(http, request, client, session),
        };
    }

    /// <summary>What OpenIddict does not send back, as nobody knows where to.</summary>
    private static Problem Unanswerable { get; } =
        new(
            StatusCodes.Status400BadRequest,
            "invalid_sign_in_request",
            "The program that sent you here did not say so in the right way."
        );

    private bool MustSignIn(
        HttpContext http,
        OpenIddictRequest request,
        BrowserSession session,
        string here
    )
    {
        var isOld =
            request.MaxAge is { } seconds
            && time.GetUtcNow() - session.Since >= TimeSpan.FromSeconds(seconds);
        return (isOld || request.HasPromptValue(PromptValues.Login))
            && !sessions.IsJustAsked(http, session, here);
    }

    /// <summary><c>null</c>: they are still to be asked.</summary>
    private async Task<bool?> IsAgreed(HttpContext http, OpenIddictRequest request, object client)
    {
        var isAsked =
            request.HasPromptValue(PromptValues.Consent)
            || await applications.HasConsentTypeAsync(client, ConsentTypes.Explicit);
        return !isAsked ? true
            : HttpMethods.IsPost(http.Request.Method) ? http.Request.Form[Decision] == "agree"
            : null;
    }

    private async Task<IResult> AskConsent(
        HttpContext http,
        OpenIddictRequest request,
        object client,
        BrowserSession session
    )
    {
        var name = await applications.GetDisplayNameAsync(client) ?? request.ClientId!;
        var scopes = (await given.Of(session.Customer, request.GetScopes())).Except(
            [Scopes.OfflineAccess],
            StringComparer.Ordinal
        );
        var model = new ConsentModel(name, [.. Asked(http.Request)], [.. scopes]);
        return new HtmlPage<ConsentPage>(model)
        {
            FormTargets = [RedirectUri.Source(new(request.RedirectUri!))],
        };
    }

    /// <summary>A session of its own for the client: it ends without the browser's, and the
    /// browser's without it.</summary>
    private async Task<IResult> Grant(
        HttpContext http,
        OpenIddictRequest request,
        BrowserSession browser
    )
    {
        var customer = await grains.Customer(browser.Customer).Get();
        if (!customer.IsAccepted)
            return customer.Rejection.ToProblem();

        var scopes = await given.Of(browser.Customer, request.GetScopes());
        var session = browser with { Id = new(ids.New(SessionId.Prefix)) };
        var begun = await sessions.Begin(
            customer.Value,
            session.Id,
            $"{request.ClientId}: {BrowserSessions.DeviceOf(http)}",
            time.GetUtcNow() + settings.RefreshTokens
        );
        if (!begun.IsAccepted)
            return begun.Rejection.ToProblem();

        BrowserSessions.ForgetAsked(http);
        await families.Begin(session, request.ClientId!, scopes);
        var identity = new ClaimsIdentity(TokenEndpoint.Scheme);
        identity
            .SetClaim(ClaimNames.Subject, session.Customer.Value)
            .SetClaim(SessionClaim, session.Id.Value)
            .SetClaim(ClaimNames.AuthenticationTime, session.Since.ToUnixTimeSeconds())
            .SetScopes(scopes)
            .SetResources(settings.IssuerOf(http.Request))
            .SetAuthorizationId(session.Id.Value)
            .SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new(identity), authenticationScheme: TokenEndpoint.Scheme);
    }

    /// <summary>In which session of the customer's a token is good.</summary>
    public const string SessionClaim = "sid";

    /// <summary>What the client asked, wherever it stands in the request.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Asked(HttpRequest request) =>
        (request.HasFormContentType ? request.Form : request.Query.AsEnumerable())
            .Where(each => each.Key != Decision)
            .Select(each => KeyValuePair.Create(each.Key, (string?)each.Value.ToString()));
}
