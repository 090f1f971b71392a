using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn.Passkeys.Pages;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.SignIn.Passkeys;

/// <summary>
/// The page on which people add passkeys and remove them, and where they sign in with one. A
/// script of ours asks the authenticator, and sends its answer as a form.
/// </summary>
internal sealed class PasskeyPages(
    PasskeyRing ring,
    PasskeySignIn passkeys,
    SignInPages signIn,
    BrowserSessions sessions,
    TimeProvider time
)
{
    public const string Address = "/account/passkeys";
    public const string SignInAddress = "/account/sign-in/passkey";
    public const int NameMax = 64;

    private const string DefaultName = "Passkey";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (PasskeyPages own, HttpContext http) => own.Show(http));
        pages.MapPost(
            Address,
            (PasskeyPages own, PostedForm form, HttpContext http) => own.Add(form, http)
        );
        pages.MapPost(
            $"{Address}/begin",
            (PasskeyPages own, HttpContext http) => own.BeginAdding(http)
        );
        pages.MapPost(
            $"{Address}/remove",
            (PasskeyPages own, PostedForm form, HttpContext http) => own.Remove(form, http)
        );
        pages.MapPost(
            $"{SignInAddress}/begin",
            (PasskeySignIn passkeys, HttpContext http) =>
                Ask(http, passkeys.Begin(http), asked => asked.ToJson())
        );
        pages
            .MapPost(
                SignInAddress,
                (PasskeyPages own, PostedForm form, HttpContext http) => own.SignIn(form, http)
            )
            .Limited(RateClass.SignIn);
    }

    private async Task<IResult> Show(HttpContext http) =>
        await sessions.Find(http) is { } session
            ? await Page(session)
            : HtmlPage.Redirect(SignInPages.AddressFor(Address));

    private async Task<IResult> BeginAdding(HttpContext http) =>
        await Recent(http) is { } session
            ? Ask(http, await ring.Begin(http, session), asked => asked.ToJson())
            : RecentSignIn.StepUpRequired;

    private async Task<IResult> Add(PostedForm form, HttpContext http)
    {
        if (await Recent(http) is not { } session)
            return HtmlPage.Redirect(SignInPages.AddressFor(Address));
        if (form.HasCardNumber("name"))
            return await Page(session, Refusal.Of("card_data_not_accepted"));

        var name = form["name"];
        if (name.Length > NameMax)
            return await Page(session, Refusal.Of("invalid_customer"));

        var added = await ring.Add(
            http,
            session,
            name.Length > 0 ? name : DefaultName,
            form.Secret("credential")
        );
        return await Back(session, added);
    }

    private async Task<IResult> Remove(PostedForm form, HttpContext http) =>
        await Recent(http) is not { } session ? HtmlPage.Redirect(SignInPages.AddressFor(Address))
        : PasskeyId.TryParse(form["passkey"], provider: null, out var passkey)
            ? await Back(session, await ring.Remove(session, passkey))
        : await Back<bool>(session, CustomerRejections.NoSuchPasskey);

    private async Task<IResult> SignIn(PostedForm form, HttpContext http)
    {
        var back = SignInPages.Local(form["back"]);
        var known = await passkeys.Try(http, form.Secret("credential"));
        return known.IsAccepted
            ? await signIn.Begin(http, known.Value, back)
            : await signIn.Page(
                new SignInModel(back, "", Said.Of(known.Rejection), IsByPasskey: true),
                Refusal.StatusOf(known.Rejection, http)
            );
    }

    private async Task<IResult> Back<T>(BrowserSession session, Outcome<T> done) =>
        done.IsAccepted
            ? HtmlPage.Redirect(Address)
            : await Page(session, Refusal.Of(done.Rejection));

    private async Task<IResult> Page(BrowserSession session, Refusal? refused = null)
    {
        var all = await ring.Read(session.Customer);
        return all.IsAccepted
            ? new HtmlPage<PasskeysPage>(
                new PasskeysModel(all.Value, session.IsRecent(time.GetUtcNow()), refused?.Said),
                refused?.Status ?? StatusCodes.Status200OK
            )
            : all.Rejection.ToProblem();
    }

    private async Task<BrowserSession?> Recent(HttpContext http) =>
        await sessions.Find(http) is { } session && session.IsRecent(time.GetUtcNow())
            ? session
            : null;

    private static IResult Ask<T>(HttpContext http, Outcome<T> asked, Func<T, string> write)
    {
        if (!asked.IsAccepted)
            return asked.Rejection.ToProblem();

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(write(asked.Value), "application/json");
    }
}
