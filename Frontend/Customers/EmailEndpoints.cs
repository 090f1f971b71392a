using Commerce.Accounts;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>How customers prove that an address is theirs, or change it.</summary>
internal static class EmailEndpoints
{
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

    private static async Task<IResult> AskAgain(HttpRequest http, EmailQuestions questions) =>
        Tell(await questions.AskAgain(http.Customer()));

    private static async Task<IResult> Change(
        EmailRequest request,
        HttpRequest http,
        EmailQuestions questions
    ) => Tell(await questions.AskAt(http.Customer(), request.Email));

    private static IResult Tell(Outcome<CustomerTold> asked) =>
        asked.Match(_ => TypedResults.Accepted(uri: (string?)null));

    private static async Task<IResult> Verify(TokenRequest request, EmailProofs proofs) =>
        (await proofs.Take(request.Token)).Match(_ => TypedResults.NoContent());
}

internal sealed record EmailRequest(string Email);

internal sealed record TokenRequest(string Token);
