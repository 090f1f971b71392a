using System.Security.Claims;
using Commerce.Customers;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>
/// Judges the access tokens that this store has signed itself: by its own keys, for itself, and
/// whether they have been ended before their time.
/// </summary>
internal sealed class OwnTokens(
    SigningKeys keys,
    SignInSettings settings,
    Sessions sessions,
    TimeProvider time
)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly VerifiedTokens _verified = new();

    /// <summary>A token that came before and was verified, as the same store's; <c>null</c> where
    /// it is not known, which says nothing of it.</summary>
    public VerifiedToken? Recall(HttpRequest request, ReadOnlySpan<char> token) =>
        _verified.TryFind(token, out var known) && known.Issuer == settings.IssuerOf(request)
            ? known
            : null;

    /// <summary>Whether a token says that it is ours; nothing is believed of it yet.</summary>
    public bool IsMeant(HttpRequest request, string token)
    {
        if (!_handler.CanReadToken(token))
            return false;

        try
        {
            return _handler.ReadJsonWebToken(token).Issuer == settings.IssuerOf(request);
        }
        catch (SecurityTokenException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whom it stands for; <c>null</c> where it is not believed.</summary>
    public async ValueTask<ClaimsPrincipal?> Judge(HttpContext http, string token)
    {
        var verified = await Verify(token, settings.IssuerOf(http.Request));
        if (verified is null)
            return null;

        _verified.Add(token, verified);
        return await Judge(http, verified);
    }

    /// <summary>The same of one that was verified before: it may have ended since.</summary>
    public async ValueTask<ClaimsPrincipal?> Judge(HttpContext http, VerifiedToken verified) =>
        time.GetUtcNow() < verified.Ends + Deadline.Skew && await Lives(http, verified.Principal)
            ? verified.Principal
            : null;

    private async Task<VerifiedToken?> Verify(string token, string issuer)
    {
        var ring = await keys.Read();
        var judged = await _handler.ValidateTokenAsync(
            token,
            new()
            {
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ValidTypes = [JsonWebTokenTypes.AccessToken],
                ValidIssuer = issuer,
                ValidAudience = issuer,
                IssuerSigningKeys = ring.Keys.Select(key => key.Signature),
                TryAllIssuerSigningKeys = false,
                ClockSkew = Deadline.Skew,
            }
        );
        return judged.IsValid
            ? new(new(judged.ClaimsIdentity), issuer, new(judged.SecurityToken.ValidTo))
            : null;
    }

    /// <summary>A customer's is good while its session lasts. A program's is looked up: it may have
    /// been revoked, or the program removed.</summary>
    private async Task<bool> Lives(HttpContext http, ClaimsPrincipal who)
    {
        var subject = who.FindFirstValue(ClaimNames.Subject);
        if (CustomerId.TryParse(subject, provider: null, out var id))
        {
            var session = who.FindFirstValue(AuthorizeEndpoint.SessionClaim);
            return SessionId.TryParse(session, provider: null, out var one)
                && await sessions.Has(id, one);
        }

        if (subject is null || subject != who.FindFirstValue(ClaimNames.ClientId))
            return false;

        var tokens = http.RequestServices.GetRequiredService<IOpenIddictTokenManager>();
        return who.FindFirstValue(ClaimNames.Private.TokenId) is { } token
            && await tokens.FindByIdAsync(token, http.RequestAborted) is { } entry
            && await tokens.HasStatusAsync(entry, Statuses.Valid, http.RequestAborted);
    }
}
