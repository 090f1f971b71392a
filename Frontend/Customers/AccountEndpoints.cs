using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>What whoever has no account yet, or cannot get into it, may do.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes
            .MapGroup("/api/v1/accounts")
            .WithTags("Accounts")
            .ForEveryone()
            .Limited(RateClass.SignIn);

        accounts
            .MapPost("", Register)
            .Means("openAccount", "Opens an account with an e-mail address and a password.")
            .BeginsVisit()
            .Answers<CustomerBody>(201)
            .Refuses(409, "email_taken")
            .Refuses(422, "weak_password", "invalid_customer");
    }

    private static async Task<IResult> Register(
        RegisterRequest request,
        Registrations registrations,
        Sealer sealer
    ) =>
        (await registrations.Register(request)).Match(customer => new Answer<CustomerBody>(
            CustomerBody.Open(customer, sealer),
            StatusCodes.Status201Created
        )
        {
            Version = customer.Version,
            Location = "/api/v1/me",
        });
}
