using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>The programs that may ask for tokens: by the settings, or by operators.</summary>
internal sealed class Clients(IOpenIddictApplicationManager applications)
{
    /// <summary>Marks a client that is as the settings say, and is gone when they say no
    /// more.</summary>
    private const string Settled = "settled";

    /// <summary>Makes the clients of the settings what they say.</summary>
    public async Task Settle(IReadOnlyList<ClientSettings> clients)
    {
        foreach (var client in clients)
        {
            var mark = MarkOf(client);
            var known = await applications.FindByClientIdAsync(client.Id);
            if (known is not null && await SettledAs(known) == mark)
                continue;

            var described = Describe(client);
            described.Settings[Settled] = mark;
            if (known is null)
                await applications.CreateAsync(described);
            else
                await applications.UpdateAsync(known, described);
        }

        foreach (var known in await All())
        {
            if (
                await SettledAs(known) is not null
                && clients.All(client => client.Id != known.ClientId)
            )
                await applications.DeleteAsync(known);
        }
    }

    /// <summary>Whether it is new: nothing is done where a client has that id.</summary>
    public async Task<bool> Add(ClientSettings client)
    {
        if (await applications.FindByClientIdAsync(client.Id) is not null)
            return false;

        try
        {
            await applications.CreateAsync(Describe(client));
            return true;
        }
        catch (DbUpdateException) // Somebody was faster.
        {
            return false;
        }
    }

    /// <summary>Whether there was one; its tokens are void at once.</summary>
    public async Task<bool> Remove(string id)
    {
        if (await applications.FindByClientIdAsync(id) is not { } known)
            return false;

        await applications.DeleteAsync(known);
        return true;
    }

    /// <summary>All of them, by their ids.</summary>
    public async Task<IReadOnlyList<OpenIddictEntityFrameworkCoreApplication>> All()
    {
        var all = new List<OpenIddictEntityFrameworkCoreApplication>();
        await foreach (var each in applications.ListAsync())
            all.Add((OpenIddictEntityFrameworkCoreApplication)each);
        return [.. all.OrderBy(each => each.ClientId, StringComparer.Ordinal)];
    }

    /// <summary>What it may ask for beside who somebody is.</summary>
    public async Task<IReadOnlyList<string>> ScopesOf(object client) =>
        [
            .. (await applications.GetPermissionsAsync(client))
                .Where(each =>
                    each.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)
                )
                .Select(each => each[Permissions.Prefixes.Scope.Length..])
                .Except([Scopes.Profile, Scopes.Email], StringComparer.Ordinal),
        ];

    public async Task<IReadOnlyList<string>> RedirectUrisOf(object client) =>
        await applications.GetRedirectUrisAsync(client);

    /// <summary>Where its people are sent back to, as a page's policy says it.</summary>
    public async Task<IReadOnlyList<string>> TargetsOf(string id) =>
        id.Length > 0 && await applications.FindByClientIdAsync(id) is { } client
            ? [.. (await RedirectUrisOf(client)).Select(uri => RedirectUri.Source(new(uri)))]
            : [];

    private async Task<string?> SettledAs(object client) =>
        (await applications.GetSettingsAsync(client)).GetValueOrDefault(Settled);

    /// <summary>Tells a client from itself before its settings changed.</summary>
    private static string MarkOf(ClientSettings client)
    {
        var all = string.Join('\n', [$"{client}", .. client.RedirectUris, "", .. client.Scopes]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    private static OpenIddictApplicationDescriptor Describe(ClientSettings client)
    {
        var isNative = client.RedirectUris.Any(uri => uri.IsLoopback);
        var described = new OpenIddictApplicationDescriptor
        {
            ClientId = client.Id,
            DisplayName = client.Name,
            ClientSecret = client.Secret,
            ClientType = client.Secret is null ? ClientTypes.Public : ClientTypes.Confidential,
            ApplicationType = isNative ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = client.AsksConsent ? ConsentTypes.Explicit : ConsentTypes.Implicit,
        };
        described.RedirectUris.UnionWith(client.RedirectUris);
        described.AddScopePermissions([.. client.Scopes]);
        described.Permissions.Add(Permissions.Endpoints.Token);
        described.Permissions.Add(Permissions.Endpoints.Revocation);
        if (client.RedirectUris.Count == 0)
        {
            described.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
            return described;
        }

        described.AddScopePermissions(Scopes.Profile, Scopes.Email);
        described.Permissions.Add(Permissions.Endpoints.Authorization);
        described.Permissions.Add(Permissions.Endpoints.PushedAuthorization);
        described.Permissions.Add(Permissions.Endpoints.EndSession);
        described.Permissions.Add(Permissions.GrantTypes.AuthorizationCode);
        described.Permissions.Add(Permissions.GrantTypes.RefreshToken);
        described.Permissions.Add(Permissions.ResponseTypes.Code);
        return described;
    }
}
