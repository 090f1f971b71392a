using Commerce.Customers;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn.Pages;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.SignIn;

/// <summary>
/// The pages that mails lead to. To open one does nothing yet: programs that look through mail
/// open every link, and would use it up.
/// </summary>
internal static class MailedPages
{
    public const string Forgot = "/account/forgot";
    public const string Reset = "/account/reset";
    public const string Verify = "/account/verify";

    private const string Done = "?done=1";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            Verify,
            IResult (string? token, string? done) => new HtmlPage<VerifyPage>(Open(token, done))
        );
        pages.MapPost(Verify, TakeProof).Limited(RateClass.SignIn);
        pages.MapGet(
            Forgot,
            IResult (string? done) =>
                new HtmlPage<ForgotPage>(new MailedModel(IsDone: done is not null))
        );
        pages.MapPost(Forgot, Ask).Limited(RateClass.SignIn);
        pages.MapGet(
            Reset,
            IResult (string? token, string? done) => new HtmlPage<ResetPage>(Open(token, done))
        );
        pages.MapPost(Reset, Choose).Limited(RateClass.SignIn);
    }

    private static MailedModel Open(string? token, string? done) =>
        done is not null ? new(IsDone: true)
        : MailedToken.Parse(token ?? "") is { } mailed ? new(mailed.Text)
        : Void(CustomerRejections.InvalidToken);

    private static MailedModel Void(Rejection rejection) =>
        new(Said: Said.Of(rejection), IsVoid: true);

    private static async Task<IResult> TakeProof(
        PostedForm form,
        HttpContext http,
        EmailProofs proofs
    )
    {
        var token = form.Secret("token");
        var taken = await proofs.Take(token);
        return taken.IsAccepted
            ? HtmlPage.Redirect(Verify + Done)
            : new HtmlPage<VerifyPage>(
                Again(token, taken.Rejection),
                Refusal.StatusOf(taken.Rejection, http)
            );
    }

    /// <summary>Answered before anybody looks whether there is such an account.</summary>
    private static IResult Ask(PostedForm form, ForgottenPasswords forgotten, HttpContext http) =>
        forgotten.Add(form["email"])
            ? HtmlPage.Redirect(Forgot + Done)
            : new HtmlPage<ForgotPage>(
                new MailedModel(Said: Said.Of(Rejections.Overloaded)),
                Refusal.StatusOf(Rejections.Overloaded, http)
            );

    private static async Task<IResult> Choose(
        PostedForm form,
        HttpContext http,
        PasswordChanges changes
    )
    {
        var token = form.Secret("token");
        var reset = await changes.Reset(token, form.Secret("password"));
        return reset.IsAccepted
            ? HtmlPage.Redirect(Reset + Done)
            : new HtmlPage<ResetPage>(
                Again(token, reset.Rejection),
                Refusal.StatusOf(reset.Rejection, http)
            );
    }

    /// <summary>What is wrong with a link stays so; other reasons may pass.</summary>
    private static MailedModel Again(string token, Rejection rejection) =>
        rejection == CustomerRejections.InvalidToken
            ? Void(rejection)
            : new(token, Said: Said.Of(rejection));
}
