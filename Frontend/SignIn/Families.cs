using Commerce.Customers;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>
/// The tokens that follow from one consent: an authorization of OpenIddict's, which has the name of
/// a session of the customer's. Where one ends, so does the other.
/// </summary>
internal sealed class Families(
    IOpenIddictAuthorizationManager authorizations,
    IOpenIddictApplicationManager applications,
    IOpenIddictTokenManager tokens,
    IGrainFactory grains,
    TimeProvider time
)
{
    /// <param name="session">Begun for it.</param>
    public async Task Begin(BrowserSession session, string client, IEnumerable<string> scopes)
    {
        var application = await applications.FindByClientIdAsync(client);
        var described = new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = await applications.GetIdAsync(application!),
            Subject = session.Customer.Value,
            Status = Statuses.Valid,
            Type = AuthorizationTypes.AdHoc,
            CreationDate = time.GetUtcNow(),
        };
        described.Scopes.UnionWith(scopes);
        var family = new OpenIddictEntityFrameworkCoreAuthorization { Id = session.Id.Value };
        await authorizations.PopulateAsync(family, described);
        await authorizations.CreateAsync(family);
    }

    /// <summary>Ends the session first: what is left of the family is good for nothing.</summary>
    public async Task End(CustomerId customer, SessionId session)
    {
        await grains.Customer(customer).EndSession(session);
        await tokens.RevokeByAuthorizationIdAsync(session.Value);
        if (await authorizations.FindByIdAsync(session.Value) is { } family)
            await authorizations.TryRevokeAsync(family);
    }
}
