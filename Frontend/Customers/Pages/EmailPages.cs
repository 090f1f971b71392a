using Commerce.Accounts;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.Customers.Pages;

/// <summary>By which address customers are reached, and sign in.</summary>
internal static class EmailPages
{
    public const string Address = "/account/email";
    public const string Again = Address + "/verification";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            Address,
            (string? done, EmailForms forms, HttpContext http) =>
                forms.Show(http, AccountForm.Empty with { IsDone = done is not null })
        );
        pages.MapPost(Address, Change).SignsInAnew(Address).Limited(RateClass.SignIn);
        pages.MapPost(Again, Ask).Limited(RateClass.SignIn);
    }

    private static async Task<IResult> Change(
        PostedForm posted,
        HttpContext http,
        EmailForms forms,
        EmailQuestions questions
    )
    {
        var form = AccountForm.Read(posted, "email");
        return form.Said is not null
            ? await forms.Show(http, form, StatusCodes.Status422UnprocessableEntity)
            : await Tell(
                await questions.AskAt(http.Request.Customer(), form["email"]),
                http,
                forms,
                form
            );
    }

    private static async Task<IResult> Ask(
        HttpContext http,
        EmailForms forms,
        EmailQuestions questions
    ) =>
        await Tell(
            await questions.AskAgain(http.Request.Customer()),
            http,
            forms,
            AccountForm.Empty
        );

    private static async Task<IResult> Tell(
        Outcome<CustomerTold> asked,
        HttpContext http,
        EmailForms forms,
        AccountForm form
    ) =>
        asked.IsAccepted
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : await forms.Show(
                http,
                form.Mark(asked.Rejection),
                Refusal.StatusOf(asked.Rejection, http)
            );
}

/// <summary>Shows the page of a customer's address.</summary>
internal sealed class EmailForms(IGrainFactory grains, Sealer sealer)
{
    public async Task<IResult> Show(
        HttpContext http,
        AccountForm form,
        int status = StatusCodes.Status200OK
    ) =>
        (await grains.Customer(http.Request.Customer()).Get()).Match(
            told => new HtmlPage<EmailPage>(
                new EmailModel(told.OpenEmail(sealer), told.IsEmailVerified, form),
                status
            )
        );
}

/// <param name="Email">The address that they have.</param>
public sealed record EmailModel(string Email, bool IsVerified, AccountForm Form);
