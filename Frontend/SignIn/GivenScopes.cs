using Commerce.Customers;
using Commerce.Operators;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>What a client is given of what it asks for in somebody's name.</summary>
internal sealed class GivenScopes(IGrainFactory grains)
{
    /// <summary>What tells a client who somebody is.</summary>
    private static readonly string[] Told = [Scopes.OpenId, Scopes.Profile, Scopes.Email];

    public static bool Tells(string scope) => Told.Contains(scope, StringComparer.Ordinal);

    /// <summary>What tells who they are, and what their roles allow them now.</summary>
    public async Task<IReadOnlyList<string>> Of(CustomerId who, IReadOnlyList<string> asked)
    {
        var given = Told.Append(Scopes.OfflineAccess).ToList();
        if (asked.Except(given, StringComparer.Ordinal).Any())
            given.AddRange(Roles.ScopesOf(await grains.Customer(who).GetRoles()));
        return [.. asked.Intersect(given, StringComparer.Ordinal)];
    }
}
