using Commerce.Accounts;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>How customers choose another password.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/me/password", Change)
            .WithTags("Accounts")
            .ForCustomers()
            .Limited(RateClass.SignIn)
            .Means("changePassword", "Sets another password, and signs out everywhere else.")
            .RequireRecentSignIn()
            .AnswersOnly(204)
            .Refuses(401, "invalid_credentials")
            .Refuses(404, "not_found")
            .Refuses(410, "erased")
            .Refuses(412, "precondition_failed")
            .Refuses(422, "weak_password")
            .Refuses(429, "sign_in_locked");
        var forgotten = routes
            .MapGroup("/api/v1/accounts/password")
            .WithTags("Accounts")
            .ForEveryone()
            .Limited(RateClass.SignIn);
        forgotten
            .MapPost("/forgot", Forgot)
            .Means("forgetPassword", "Sends a mail to choose another password, if it is known.")
            .AnswersOnly(202);
        forgotten
            .MapPost("/reset", Reset)
            .Means("resetPassword", "Sets the password that was chosen by a mail, once.")
            .AnswersOnly(204)
            .Refuses(422, "invalid_token", "weak_password");
    }

    private static async Task<IResult> Change(
        PasswordRequest request,
        HttpRequest http,
        IGrainFactory grains,
        PasswordChanges changes
    )
    {
        var told = await grains.Customer(http.Customer()).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var changed = await changes.Change(
            told.Value,
            request.Current,
            request.New,
            http.Session()
        );
        return changed.Match(_ => TypedResults.NoContent());
    }

    /// <summary>Answered before anybody looks whether there is such an account.</summary>
    private static IResult Forgot(EmailRequest request, ForgottenPasswords forgotten) =>
        forgotten.Add(request.Email)
            ? TypedResults.Accepted(uri: (string?)null)
            : Rejections.Overloaded.ToProblem();

    private static async Task<IResult> Reset(ResetRequest request, PasswordChanges changes) =>
        (await changes.Reset(request.Token, request.Password)).Match(_ => TypedResults.NoContent());
}

/// <param name="Current">The one they have, if they have one.</param>
internal sealed record PasswordRequest(string New, string? Current = null);

internal sealed record ResetRequest(string Token, string Password);
