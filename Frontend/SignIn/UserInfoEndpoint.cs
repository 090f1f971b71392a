using System.Security.Claims;
using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;
using Scopes = OpenIddict.Abstractions.OpenIddictConstants.Scopes;

namespace Commerce.SignIn;

/// <summary>
/// Tells a client who has signed in, as far as they let it know: what is personal stands here, and
/// in no token.
/// </summary>
internal static class UserInfoEndpoint
{
    public const string Address = "/connect/userinfo";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(Address, [HttpMethods.Get, HttpMethods.Post], Tell)
            .ForCustomers()
            .ExcludeFromDescription();

    private static async Task<IResult> Tell(HttpContext http, IGrainFactory grains, Sealer sealer)
    {
        var id = http.Request.Account()!.Value;
        var customer = await grains.Customer(id).Get();
        if (!customer.IsAccepted)
            return customer.Rejection.ToProblem();

        var scopes = (http.User.FindFirstValue(ClaimNames.Scope) ?? "").Split(' ');
        var told = new JsonObject { [ClaimNames.Subject] = id.Value };
        if (scopes.Contains(Scopes.Email, StringComparer.Ordinal))
        {
            told[ClaimNames.Email] = customer.Value.OpenEmail(sealer);
            told[ClaimNames.EmailVerified] = customer.Value.IsEmailVerified;
        }

        if (scopes.Contains(Scopes.Profile, StringComparer.Ordinal))
        {
            var profile = customer.Value.OpenProfile(sealer);
            told[ClaimNames.Name] = profile.Name;
            told[ClaimNames.Locale] = profile.Locale;
        }

        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Text(told.ToJsonString(), "application/json; charset=utf-8");
    }
}
