using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace Commerce.SignIn;

/// <summary>A token whose signature was found right, and all that it says with it.</summary>
/// <param name="Issuer">As whose it was judged.</param>
internal sealed record VerifiedToken(ClaimsPrincipal Principal, string Issuer, DateTimeOffset Ends);

/// <summary>
/// The tokens that were verified lately: a signature costs more than many a request that it comes
/// with. Whether a token has ended since is not kept here.
/// </summary>
internal sealed class VerifiedTokens
{
    private const int Max = 4_096;

    private ConcurrentDictionary<string, VerifiedToken> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, VerifiedToken> _old = new(StringComparer.Ordinal);

    public bool TryFind(ReadOnlySpan<char> token, [NotNullWhen(true)] out VerifiedToken? verified)
    {
        if (Within(_young).TryGetValue(token, out verified))
            return true;
        if (!Within(_old).TryGetValue(token, out verified))
            return false;

        Add(token.ToString(), verified);
        return true;
    }

    /// <summary>Forgets those that nobody has come with for long, once there are many.</summary>
    public void Add(string token, VerifiedToken verified)
    {
        _young[token] = verified;
        if (_young.Count > Max)
            (_old, _young) = (_young, new(StringComparer.Ordinal));
    }

    private static ConcurrentDictionary<string, VerifiedToken>.AlternateLookup<
        ReadOnlySpan<char>
    > Within(ConcurrentDictionary<string, VerifiedToken> tokens) =>
        tokens.GetAlternateLookup<ReadOnlySpan<char>>();
}
