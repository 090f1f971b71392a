using Commerce.Accounts;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.Customers.Pages;

/// <summary>How customers who know their password choose another.</summary>
internal static class PasswordPages
{
    public const string Address = "/account/password";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Show).SignsInAnew(Address);
        pages.MapPost(Address, Change).SignsInAnew(Address).Limited(RateClass.SignIn);
    }

    private static async Task<IResult> Show(string? done, HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).Get()).Match(told => new HtmlPage<PasswordPage>(
            Model(told, AccountForm.Empty with { IsDone = done is not null })
        ));

    private static async Task<IResult> Change(
        PostedForm form,
        HttpContext http,
        IGrainFactory grains,
        PasswordChanges changes
    )
    {
        var told = await grains.Customer(http.Request.Customer()).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var changed = await changes.Change(
            told.Value,
            form.Secret("current"),
            form.Secret("new"),
            http.Request.Session()
        );
        if (changed.IsAccepted)
            return HtmlPage.Redirect(Address + AccountPages.Done);

        var no = changed.Rejection;
        var isWrong = no == CustomerRejections.InvalidCredentials;
        var again = AccountForm.Empty.Mark(no, isWrong ? "This is not your password." : null);
        return new HtmlPage<PasswordPage>(
            Model(told.Value, isWrong ? again with { Wrong = ["current"] } : again),
            Refusal.StatusOf(no, http)
        );
    }

    private static PasswordModel Model(CustomerTold told, AccountForm form) =>
        new(told.Password is not null, form);
}

/// <param name="HasOne">Whether they have a password yet.</param>
public sealed record PasswordModel(bool HasOne, AccountForm Form);
