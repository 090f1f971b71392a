using Commerce.Customers;
using Microsoft.EntityFrameworkCore;
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
    SignInContext context,
    IGrainFactory grains,
    TimeProvider time
)
{
    /// <summary>How long what is over is still known: a token that comes again so much later is
    /// refused all the same, and ends nothing.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

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

    /// <summary>Deletes all that names somebody who is to be forgotten.</summary>
    public async Task Forget(CustomerId customer)
    {
        var subject = customer.Value;
        await context
            .Set<OpenIddictEntityFrameworkCoreToken>()
            .Where(token => token.Subject == subject)
            .ExecuteDeleteAsync();
        await context
            .Set<OpenIddictEntityFrameworkCoreAuthorization>()
            .Where(family => family.Subject == subject)
            .ExecuteDeleteAsync();
    }

    /// <summary>Deletes what has been over for <see cref="Kept"/>.</summary>
    public async Task Prune(CancellationToken stop)
    {
        var before = time.GetUtcNow() - Kept;
        await tokens.PruneAsync(before, stop);
        await authorizations.PruneAsync(before, stop);
    }
}
