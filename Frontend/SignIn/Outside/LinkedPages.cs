using System.Security.Cryptography;
using System.Text;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn.Pages;

namespace Commerce.SignIn;

/// <summary>The page on which customers see where they may sign in, too; and change that, if they
/// signed in just now.</summary>
internal sealed class LinkedPages(
    OutsideProviders providers,
    OutsideIdentities identities,
    BrowserSessions sessions,
    IGrainFactory grains,
    ServerKeys keys,
    TimeProvider time
)
{
    public const string Address = "/account/providers";

    private const int KeyLength = 64;

    /// <summary>How long ago they may have shown who they are.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (LinkedPages own, HttpContext http) => own.Show(http));
        pages
            .MapPost(
                $"{Address}/remove",
                (LinkedPages own, PostedForm form, HttpContext http) => own.Remove(form, http)
            )
            .Limited(RateClass.SignIn);
    }

    /// <param name="refused">Why what they just tried was not done.</param>
    public async Task<IResult> Show(HttpContext http, Rejection? refused = null)
    {
        if (await Recent(http) is not { } session)
            return HtmlPage.Redirect(SignInPages.AddressFor(Address));

        var told = await grains.Customer(session.Customer).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var all = await identities.ReadAll(told.Value);
        return new HtmlPage<LinkedPage>(
            new LinkedModel(
                [.. all.Select(each => new LinkedRow(TitleOf(each.Identity), each.Linked.Key))],
                [
                    .. providers
                        .All.Where(each => all.All(one => one.Identity.Provider != each.Name))
                        .Select(each => new OfferedRow(each.Title, AddressFor(each, session))),
                ],
                told.Value.Password is not null,
                refused is null ? null : Said.Of(refused)
            ),
            refused?.ToProblem().Status ?? StatusCodes.Status200OK
        );
    }

    /// <summary>
    /// The session in which somebody asked for that, on our own page and just now: nobody is led
    /// to link what is another's.
    /// </summary>
    public async Task<BrowserSession?> MayLink(
        HttpContext http,
        OutsideProvider provider,
        string mark
    ) =>
        await Recent(http) is { } session
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(MarkOf(provider, session)),
            Encoding.UTF8.GetBytes(mark)
        )
            ? session
            : null;

    private async Task<IResult> Remove(PostedForm form, HttpContext http)
    {
        if (await Recent(http) is not { } session)
            return HtmlPage.Redirect(SignInPages.AddressFor(Address));

        var key = form["key"];
        if (key.Length != KeyLength || !key.All(char.IsAsciiHexDigitLower))
            return await Show(http, CustomerRejections.NoSuchIdentity);

        var done = await identities.Unlink(session.Customer, key);
        return done.IsAccepted ? HtmlPage.Redirect(Address) : await Show(http, done.Rejection);
    }

    private async Task<BrowserSession?> Recent(HttpContext http) =>
        await sessions.Find(http) is { } session && time.GetUtcNow() - session.Since < AgeMax
            ? session
            : null;

    private string AddressFor(OutsideProvider provider, BrowserSession session) =>
        $"{OutsidePages.AddressFor(provider, Address)}&link={MarkOf(provider, session)}";

    private string MarkOf(OutsideProvider provider, BrowserSession session) =>
        keys.Mark("link-identity", $"{provider.Name} {session.Id}");

    /// <summary>As the settings call it; one that they name no more has its issuer's.</summary>
    private string TitleOf(OutsideIdentity identity) =>
        providers.Find(identity.Provider)?.Title ?? identity.Issuer;
}
