using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn.Pages;
using Microsoft.AspNetCore.WebUtilities;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.SignIn;

/// <summary>The pages on which people open an account, sign in, and out.</summary>
internal sealed class SignInPages(
    PasswordSignIn passwords,
    Registrations registrations,
    BrowserSessions sessions,
    Baskets baskets,
    IGrainFactory grains,
    Sealer sealer,
    SigningKeys keys,
    IServiceScopeFactory scopes
)
{
    /// <summary>The page that people see who came for none.</summary>
    public const string Account = "/account";

    private const string Address = "/account/sign-in";
    private const int BackMax = 4_096;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Account, (SignInPages own, HttpContext http) => own.Show(http));
        pages.MapGet(
            Address,
            (SignInPages own, string? back) => own.Page(new SignInModel(Local(back)))
        );
        pages
            .MapPost(
                Address,
                (SignInPages own, PostedForm form, HttpContext http) => own.SignIn(form, http)
            )
            .Limited(RateClass.SignIn);
        pages.MapGet(
            "/account/register",
            (SignInPages own, string? back) => own.Page(new RegisterModel(Local(back), "", "", []))
        );
        pages
            .MapPost(
                "/account/register",
                (SignInPages own, PostedForm form, HttpContext http) => own.Register(form, http)
            )
            .Limited(RateClass.SignIn);
        pages.MapGet("/account/sign-out", IResult () => new HtmlPage<SignOutPage>(new()));
        pages.MapPost(
            "/account/sign-out",
            async (BrowserSessions sessions, HttpContext http) =>
            {
                await sessions.End(http);
                return HtmlPage.Redirect("/");
            }
        );
    }

    /// <summary>Where people sign in who then go on to one of our own pages.</summary>
    public static string AddressFor(string back) => $"{Address}?back={Uri.EscapeDataString(back)}";

    /// <summary>A page of ours: nobody else's address leads through ours.</summary>
    public static string Local(string? back) =>
        back is ['/', not ('/' or '\\'), ..] && back.Length <= BackMax && !back.Any(char.IsControl)
            ? back
            : Account;

    private async Task<IResult> Show(HttpContext http)
    {
        if (await sessions.Find(http) is not { } session)
            return HtmlPage.Redirect(AddressFor(Account));

        var customer = await grains.Customer(session.Customer).Get();
        if (!customer.IsAccepted)
            return customer.Rejection.ToProblem();

        var all = await grains.Customer(session.Customer).GetSessions();
        return new HtmlPage<AccountPage>(
            new AccountModel(
                customer.Value.OpenEmail(sealer),
                customer.Value.OpenProfile(sealer).Name,
                all.Length,
                customer.Value.IsEmailVerified
            )
        );
    }

    private async Task<IResult> SignIn(PostedForm form, HttpContext http)
    {
        var (email, back) = (form["email"], Local(form["back"]));
        var known = await passwords.Try(email, form.Secret("password"));
        return known.IsAccepted
            ? await Begin(http, known.Value, back)
            : await Page(
                new SignInModel(back, email, Said.Of(known.Rejection)),
                Refusal.StatusOf(known.Rejection, http)
            );
    }

    private async Task<IResult> Register(PostedForm form, HttpContext http)
    {
        var (email, name, back) = (form["email"], form["name"], Local(form["back"]));
        if (form.HasCardNumber("email") || form.HasCardNumber("name"))
        {
            var card = Refusal.Of("card_data_not_accepted");
            return await Page(new RegisterModel(back, "", "", [], card.Said), card.Status);
        }

        var made = await registrations.Register(
            new(email, form.Secret("password"), name.Length > 0 ? name : null)
        );
        if (made.IsAccepted)
            return await Begin(http, made.Value, back);

        var data = made.Rejection.Data;
        var wrong = data.IsDefault ? [] : data.Select(each => each.Pointer).OfType<string>();
        return await Page(
            new RegisterModel(back, email, name, [.. wrong], Said.Of(made.Rejection)),
            Refusal.StatusOf(made.Rejection, http)
        );
    }

    /// <summary>They have shown who they are, however that was.</summary>
    public async Task<IResult> Begin(HttpContext http, CustomerTold customer, string back)
    {
        var begun = await sessions.Begin(http, customer, back);
        if (!begun.IsAccepted)
            return begun.Rejection.ToProblem();

        await baskets.Merge(http, customer.Id);
        return HtmlPage.Redirect(back);
    }

    public async Task<IResult> Page(SignInModel model, int status = StatusCodes.Status200OK) =>
        new HtmlPage<SignInPage>(model, status) { FormTargets = await TargetsOf(model.Back) };

    private async Task<IResult> Page(RegisterModel model, int status = StatusCodes.Status200OK) =>
        new HtmlPage<RegisterPage>(model, status) { FormTargets = await TargetsOf(model.Back) };

    /// <summary>A form that leads back to a client's request leads on to the client: browsers
    /// follow no further than the page's policy says.</summary>
    private async Task<IReadOnlyList<string>> TargetsOf(string back)
    {
        if (!back.StartsWith($"{AuthorizeEndpoint.Address}?", StringComparison.Ordinal))
            return [];

        await keys.Read();
        var query = QueryHelpers.ParseQuery(back[back.IndexOf('?', StringComparison.Ordinal)..]);
        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<Clients>();
        return await clients.TargetsOf(query["client_id"].ToString());
    }
}
