using Commerce.Customers;
using Commerce.Customers.Pages;
using Commerce.Http;
using Commerce.Shopping;
using Commerce.SignIn.Passkeys;
using Microsoft.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenIddict.Client;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>Signing in by OAuth 2.1 and OpenID Connect, by OpenIddict within the store.</summary>
internal static class SignInHosting
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RequestLife = TimeSpan.FromMinutes(10);

    /// <param name="settings">Without any, nobody signs in here.</param>
    public static IServiceCollection AddSignIn(
        this IServiceCollection services,
        SignInSettings? settings
    )
    {
        if (settings is null)
            return services;

        var database = new SignInDatabase(settings);
        services.TryAddSingleton<Sessions>();
        services
            .AddSingleton(settings)
            .AddSingleton<SigningKeys>()
            .AddSingleton<OwnTokens>()
            .AddHostedService<SignInUpkeep>()
            .AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(Keys)
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(Keys)
            .AddSingleton<IConfigureOptions<OpenIddictClientOptions>>(Keys)
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictClientOptions>>(Keys)
            .AddScoped<Clients>()
            .AddScoped<Families>()
            .AddScoped<TokenEndpoint>()
            .AddScoped<AuthorizeEndpoint>()
            .AddSingleton<BrowserSessions>()
            .AddSingleton<GivenScopes>()
            .AddSingleton<SignInPages>()
            .AddSingleton<PasskeyChallenges>()
            .AddSingleton<PasskeySignIn>()
            .AddSingleton<PasskeyRing>()
            .AddSingleton<PasskeyPages>()
            .AddSingleton<EmailForms>()
            .AddSingleton<PrivacyForms>()
            .AddDbContext<SignInContext>(database.Configure)
            .AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<SignInContext>())
            .AddServer(server => Configure(server, settings));
        return services.AddOutside(settings);

        static SigningKeys Keys(IServiceProvider all) => all.GetRequiredService<SigningKeys>();
    }

    /// <summary>Only for what the protocol answers: it costs each request something.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        if (app.Services.GetService<SigningKeys>() is not { } keys)
            return;

        app.UseWhen(
            IsProtocol,
            protocol =>
            {
                protocol.Use(
                    async (context, next) =>
                    {
                        await keys.Read();
                        await next(context);
                    }
                );
                protocol.UseAuthentication();
                protocol.Use(
                    (context, next) =>
                    {
                        // A route is not run behind filters where the answer is 400 already.
                        if (context.GetOpenIddictServerResponse() is not null)
                            context.Response.StatusCode = StatusCodes.Status200OK;
                        return next(context);
                    }
                );
            }
        );
        app.UseOutside(keys);
    }

    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetService<SigningKeys>() is null)
            return;

        ClientEndpoints.Map(app);
        TokenEndpoint.Map(app);
        UserInfoEndpoint.Map(app);
        var pages = app.MapGroup("")
            .ForEveryone()
            .ExcludeFromDescription()
            .WithMetadata(new IsPage())
            .AddEndpointFilter(SameOrigin.Require);
        AuthorizeEndpoint.Map(pages);
        EndSessionEndpoint.Map(pages);
        SignInPages.Map(pages);
        OutsidePages.Map(pages);
        PasskeyPages.Map(pages);
        MailedPages.Map(pages);
        AccountPages.Map(pages);
    }

    private static bool IsProtocol(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/.well-known", StringComparison.Ordinal);

    private static void Configure(OpenIddictServerBuilder server, SignInSettings settings)
    {
        server
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetPushedAuthorizationEndpointUris("connect/par")
            .SetRevocationEndpointUris("connect/revocation")
            .SetUserInfoEndpointUris("connect/userinfo")
            .SetEndSessionEndpointUris("connect/endsession")
            .SetJsonWebKeySetEndpointUris(".well-known/jwks")
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow()
            .RequireProofKeyForCodeExchange()
            .DisableAccessTokenEncryption()
            .UseReferenceRefreshTokens()
            // What a client may ask for is written down with it.
            .DisableScopeValidation()
            .RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess)
            .SetAuthorizationCodeLifetime(CodeLife)
            .SetAccessTokenLifetime(settings.AccessTokens)
            .SetRefreshTokenLifetime(settings.RefreshTokens)
            // A refresh token that comes twice has been stolen, or so we say.
            .SetRefreshTokenReuseLeeway(leeway: null)
            .AddEventHandler(FamilyEnds.Reused.Descriptor)
            .AddEventHandler(FamilyEnds.Revoked.Descriptor)
            .Configure(options =>
            {
                options.Issuer = settings.Issuer;
                options.RequestTokenLifetime = RequestLife;
                options.CodeChallengeMethods.RemoveWhere(each =>
                    each != CodeChallengeMethods.Sha256
                );
                options.PromptValues.Remove(PromptValues.SelectAccount);
                options.ClientAuthenticationMethods.Remove(
                    ClientAuthenticationMethods.PrivateKeyJwt
                );
                options.ResponseModes.RemoveWhere(each => each != ResponseModes.Query);
            });
        server
            .UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableErrorPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            // TLS ends before this store, if it is not tried on one machine.
            .DisableTransportSecurityRequirement();
    }
}
