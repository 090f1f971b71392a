using System.Security.Claims;
using Commerce.Customers;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Protection;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>Ends a whole family where a token says that something is wrong, or over.</summary>
internal static class FamilyEnds
{
    /// <summary>Of whatever token of a family.</summary>
    public static async Task End(this Families families, ClaimsPrincipal? token)
    {
        var named = token?.GetClaim(AuthorizeEndpoint.SessionClaim);
        if (
            CustomerId.TryParse(token?.GetClaim(ClaimNames.Subject), provider: null, out var who)
            && SessionId.TryParse(named, provider: null, out var session)
        )
            await families.End(who, session);
    }

    /// <summary>A code or a refresh token that comes twice was stolen, by the first who came with
    /// it or the second.</summary>
    internal sealed class Reused(IOpenIddictTokenManager tokens, Families families)
        : IOpenIddictServerHandler<ValidateTokenContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
            OpenIddictServerHandlerDescriptor
                .CreateBuilder<ValidateTokenContext>()
                .UseScopedHandler<Reused>()
                .SetOrder(ValidateTokenEntry.Descriptor.Order - 1)
                .Build();

        public async ValueTask HandleAsync(ValidateTokenContext context)
        {
            if (
                context.TokenId is { } id
                && await tokens.FindByIdAsync(id) is { } entry
                && await tokens.HasStatusAsync(entry, Statuses.Redeemed)
            )
                await families.End(context.Principal);
        }
    }

    /// <summary>Who revokes one token wants none of its family to be good (RFC 7009,
    /// 2.1).</summary>
    internal sealed class Revoked(Families families)
        : IOpenIddictServerHandler<HandleRevocationRequestContext>
    {
        public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
            OpenIddictServerHandlerDescriptor
                .CreateBuilder<HandleRevocationRequestContext>()
                .UseScopedHandler<Revoked>()
                .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order - 1)
                .Build();

        public async ValueTask HandleAsync(HandleRevocationRequestContext context) =>
            await families.End(context.GenericTokenPrincipal);
    }
}
