using System.Globalization;
using System.Security.Claims;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn.Pages;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Client.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;
using Told = OpenIddict.Client.AspNetCore.OpenIddictClientAspNetCoreConstants.Properties;

namespace Commerce.SignIn;

/// <summary>Where people leave to sign in elsewhere, and come back.</summary>
internal sealed class OutsidePages(
    OutsideProviders providers,
    OutsideIdentities identities,
    LinkedPages linked,
    SignInPages signIn,
    BrowserSessions sessions,
    TimeProvider time
)
{
    public const string Leaving = "/account/sign-in/with";
    public const string Scheme = OpenIddictClientAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>What is signed along: in which session somebody links who they are there.</summary>
    private const string Linking = "linking";

    private const int SubjectMax = 255;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages
            .MapGet(
                $"{Leaving}/{{name}}",
                (OutsidePages own, HttpContext http, string name, string? back, string? link) =>
                    own.Leave(http, name, SignInPages.Local(back), link)
            )
            .Limited(RateClass.SignIn);
        pages
            .MapGet(
                $"{Leaving}/{{name}}/back",
                (OutsidePages own, HttpContext http, string name) => own.Return(http, name)
            )
            .Limited(RateClass.SignIn);
        LinkedPages.Map(pages);
    }

    /// <summary>Where people sign in there who then go on to one of our own pages.</summary>
    public static string AddressFor(OutsideProvider provider, string back) =>
        $"{Leaving}/{provider.Name}?back={Uri.EscapeDataString(back)}";

    /// <summary>Where they are sent back to, as the provider has to know it.</summary>
    public static string BackFrom(OutsideProvider provider) => $"{Leaving}/{provider.Name}/back";

    /// <summary>What is said when those there do not answer.</summary>
    public Task<IResult> Silent(HttpContext http) =>
        providers.Find($"{http.GetRouteValue("name")}") is { } provider
            ? Fail(http, provider, "provider_down")
            : Task.FromResult<IResult>(Nobody);

    private static Problem Nobody => OutcomeResults.Of(StatusCodes.Status404NotFound);

    private async Task<IResult> Leave(HttpContext http, string name, string back, string? link)
    {
        if (providers.Find(name) is not { } provider)
            return Nobody;

        var asked = new AuthenticationProperties { RedirectUri = back };
        asked.Items[Told.RegistrationId] = provider.Name;
        if (link is not null)
        {
            if (await linked.MayLink(http, provider, link) is not { } session)
                return HtmlPage.Redirect(LinkedPages.Address);
            asked.Items[Linking] = session.Id.Value;
        }

        return await providers.Answers(provider, http.RequestAborted)
            ? Results.Challenge(asked, [Scheme])
            : await Fail(http, provider, "provider_down", AddressFor(provider, back));
    }

    private async Task<IResult> Return(HttpContext http, string name)
    {
        if (providers.Find(name) is not { } provider)
            return Nobody;
        if (http.GetOpenIddictClientResponse()?.Error is { } error)
            return await Fail(http, provider, CodeOf(error));

        var judged = await http.AuthenticateAsync(Scheme);
        if (
            judged is not { Succeeded: true, Properties: { } told, Principal: var who }
            || who.GetClaim(ClaimNames.Subject) is not { Length: > 0 and <= SubjectMax } subject
        )
            return await Fail(http, provider, "provider_failed");

        var token = told.GetParameter<ClaimsPrincipal>(Told.BackchannelIdentityTokenPrincipal);
        if (token is null || IsOver(token))
            return await Fail(http, provider, "provider_failed");

        var person = OutsidePerson.Of(
            provider,
            subject,
            token,
            told.GetParameter<ClaimsPrincipal>(Told.UserInfoTokenPrincipal)
        );
        return told.Items.TryGetValue(Linking, out var session)
            ? await Link(http, provider, person, session)
            : await Enter(http, provider, person, SignInPages.Local(told.RedirectUri));
    }

    /// <summary>OpenIddict looks at the age of its own tokens only.</summary>
    private bool IsOver(ClaimsPrincipal token) =>
        !long.TryParse(
            token.GetClaim(ClaimNames.ExpiresAt),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
        || DateTimeOffset.FromUnixTimeSeconds(seconds) + Deadline.Skew <= time.GetUtcNow();

    private async Task<IResult> Enter(
        HttpContext http,
        OutsideProvider provider,
        OutsidePerson person,
        string back
    )
    {
        var known = await identities.Enter(person);
        return known.IsAccepted
            ? await signIn.Begin(http, known.Value, back)
            : new HtmlPage<OutsidePage>(
                new OutsideModel(
                    provider.Title,
                    new(SentenceFor(known.Rejection)),
                    "Sign in to link it",
                    SignInPages.AddressFor(LinkedPages.Address)
                ),
                known.Rejection.ToProblem().Status
            );
    }

    /// <summary>It is linked to whoever began it, in the session in which they did.</summary>
    private async Task<IResult> Link(
        HttpContext http,
        OutsideProvider provider,
        OutsidePerson person,
        string? session
    )
    {
        if (await sessions.Find(http) is not { } here || here.Id.Value != session)
            return await Fail(http, provider, "provider_failed");

        var done = await identities.Link(here.Customer, person);
        return done.IsAccepted
            ? HtmlPage.Redirect(LinkedPages.Address)
            : await linked.Show(http, done.Rejection);
    }

    /// <param name="again">Where they may try again; what they came for is not always
    /// known.</param>
    private async Task<IResult> Fail(
        HttpContext http,
        OutsideProvider provider,
        string code,
        string? again = null
    )
    {
        again ??= await sessions.Find(http) is null
            ? AddressFor(provider, SignInPages.Account)
            : LinkedPages.Address;
        return new HtmlPage<OutsidePage>(
            new OutsideModel(provider.Title, new(Said.OfCode(code)), "Try again", again),
            code switch
            {
                "provider_down" => StatusCodes.Status503ServiceUnavailable,
                "provider_denied" => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status400BadRequest,
            }
        );
    }

    private static string CodeOf(string error) =>
        error switch
        {
            Errors.AccessDenied or Errors.ConsentRequired => "provider_denied",
            Errors.ServerError or Errors.TemporarilyUnavailable => "provider_down",
            _ => "provider_failed",
        };

    /// <summary>Who has an account already signs in to it, and then says that both are
    /// theirs.</summary>
    private static string SentenceFor(Rejection rejection) =>
        rejection.Code == CustomerRejections.EmailTaken.Code
            ? "There is an account here with your e-mail address. Sign in to it as before, then "
                + "link the two on the page that follows."
            : Said.Of(rejection).Text;
}
