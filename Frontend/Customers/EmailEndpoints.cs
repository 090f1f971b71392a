using Commerce.Accounts;
using Commerce.Http;
using Commerce.Notifications;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>How customers prove that an address is theirs, or change it.</summary>
internal static class EmailEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>News of what happened is sent for so long.</summary>
    private static readonly TimeSpan NewsLife = TimeSpan.FromDays(3);

    public static void MapEmails(this IEndpointRouteBuilder routes)
    {
        var me = routes
            .MapGroup("/api/v1/me/email")
            .WithTags("Accounts")
            .ForCustomers()
            .Limited(RateClass.SignIn)
            .RefusesNobody();
        me.MapPost("/verification", AskAgain)
            .Means("askForVerification", "Sends a mail that asks whether their address is theirs.")
            .AnswersOnly(202)
            .Refuses(409, "already_verified");
        me.MapPost("", Change)
            .Means("changeEmail", "Asks at another address whether it is theirs; then it counts.")
            .RequireRecentSignIn()
            .AnswersOnly(202)
            .Refuses(409, "email_taken", "already_verified")
            .Refuses(422, "invalid_customer");
        routes
            .MapPost("/api/v1/accounts/email/verify", Verify)
            .WithTags("Accounts")
            .ForEveryone()
            .Limited(RateClass.SignIn)
            .Means("verifyEmail", "Says what the mail said: the address is theirs.")
            .AnswersOnly(204)
            .Refuses(409, "email_taken")
            .Refuses(422, "invalid_token");
    }

    private static async Task<IResult> AskAgain(
        HttpRequest http,
        IGrainFactory grains,
        Sealer sealer,
        EmailQuestions questions
    )
    {
        var told = await grains.Customer(http.Customer()).Get();
        return told.IsAccepted
            ? await Ask(told.Value, told.Value.OpenEmail(sealer), questions)
            : told.Rejection.ToProblem();
    }

    private static async Task<IResult> Change(
        EmailRequest request,
        HttpRequest http,
        IGrainFactory grains,
        EmailQuestions questions
    )
    {
        var email = EmailAddress.Plain(request.Email);
        if (!EmailAddress.IsOne(email) || email.Length > EmailAddress.TextMax)
            return ProfileRules.Invalid([ProfileRules.Flaw("/email")]).ToProblem();

        var told = await grains.Customer(http.Customer()).Get();
        return told.IsAccepted
            ? await Ask(told.Value, email, questions)
            : told.Rejection.ToProblem();
    }

    private static async Task<IResult> Ask(
        CustomerTold customer,
        string email,
        EmailQuestions questions
    ) =>
        (await questions.Ask(customer, email)).Match(_ =>
            TypedResults.Accepted(uri: (string?)null)
        );

    private static async Task<IResult> Verify(
        TokenRequest request,
        IGrainFactory grains,
        Sealer sealer,
        Mails mails,
        AccountMails texts,
        TimeProvider time
    )
    {
        if (MailedToken.Parse(request.Token) is not { } token)
            return CustomerRejections.InvalidToken.ToProblem();

        var notAfter = new Deadline(time.GetUtcNow() + Patience);
        var verified = await grains.Customer(token.Customer).VerifyEmail(token.Hash, notAfter);
        if (!verified.IsAccepted)
            return Hide(verified.Rejection).ToProblem();

        if (verified.Value is { Customer: var customer, FormerEmail: { } former })
        {
            var to = sealer.Open(former, customer.WrappedKey.AsSpan());
            await mails.Queue(customer, texts.EmailChanged(to), NewsLife);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Whoever makes tokens up does not learn who there is.</summary>
    public static Rejection Hide(Rejection rejection) =>
        rejection.Kind is RejectionKind.NotFound or RejectionKind.Gone
            ? CustomerRejections.InvalidToken
            : rejection;
}

/// <summary>Asks by mail whether an address is a customer's.</summary>
internal sealed class EmailQuestions(
    IGrainFactory grains,
    ServerKeys keys,
    Sealer sealer,
    Mails mails,
    AccountMails texts
)
{
    public async Task<Outcome<CustomerTold>> Ask(CustomerTold customer, string email)
    {
        var token = MailedToken.New(customer.Id);
        var asked = await grains
            .Customer(customer.Id)
            .QuestionEmail(
                token.Hash,
                keys.EmailKey(email),
                sealer.Seal(email, customer.WrappedKey.AsSpan())
            );
        if (!asked.IsAccepted)
            return asked.Rejection;

        var mail = texts.Verify(email, token.Text);
        var queued = await mails.Queue(customer, mail, CustomerLimits.VerificationLife);
        return queued.IsAccepted ? asked : queued.Rejection;
    }
}

internal sealed record EmailRequest(string Email);

internal sealed record TokenRequest(string Token);
