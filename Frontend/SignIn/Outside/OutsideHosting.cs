using Microsoft.AspNetCore.Authentication;
using OpenIddict.Client;
using Polly;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>Signing in at somebody else's, by OpenIddict's client.</summary>
internal static class OutsideHosting
{
    /// <summary>How long people may take to sign in there.</summary>
    private static readonly TimeSpan StateLife = TimeSpan.FromMinutes(10);

    /// <param name="settings">Without any providers, no part of the client is there.</param>
    public static IServiceCollection AddOutside(
        this IServiceCollection services,
        SignInSettings settings
    )
    {
        services
            .AddSingleton<OutsideProviders>()
            .AddSingleton<OutsideIdentities>()
            .AddSingleton<OutsidePages>()
            .AddSingleton<LinkedPages>();
        if (settings.Providers.Count == 0)
            return services;

        services.AddOpenIddict().AddClient(client => Configure(client, settings));
        // It tells what it is answered, which is about people.
        return services.AddLogging(log => log.AddFilter("OpenIddict.Client", LogLevel.Warning));
    }

    /// <summary>Only where people leave for elsewhere, and come back.</summary>
    public static void UseOutside(this WebApplication app, SigningKeys keys)
    {
        var providers = app.Services.GetRequiredService<OutsideProviders>();
        if (providers.All.Count == 0)
            return;

        app.UseWhen(
            context =>
                context.Request.Path.StartsWithSegments(
                    OutsidePages.Leaving,
                    StringComparison.OrdinalIgnoreCase
                ),
            outside =>
            {
                outside.Use(
                    async (context, next) =>
                    {
                        await keys.Read();
                        await next(context);
                    }
                );
                outside.Use(Judge);
            }
        );
    }

    /// <summary>What they bring back is judged before the page is shown, which tells if it was
    /// wrong; or that those elsewhere did not answer, whom we ask about it.</summary>
    private static async Task Judge(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var handlers = services.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(context, OutsidePages.Scheme);
        try
        {
            if (await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync())
                return;
        }
        catch (Exception e)
            when (OutsideProviders.IsSilence(e) && !context.RequestAborted.IsCancellationRequested)
        {
            services.GetRequiredService<OutsideProviders>().NoteSilence(e);
            await (await services.GetRequiredService<OutsidePages>().Silent(context)).ExecuteAsync(
                context
            );
            return;
        }

        // A route is not run behind filters where the answer is 400 already.
        context.Response.StatusCode = StatusCodes.Status200OK;
        await next(context);
    }

    private static void Configure(OpenIddictClientBuilder client, SignInSettings settings)
    {
        client
            .AllowAuthorizationCodeFlow()
            .SetStateTokenLifetime(StateLife)
            .Configure(options =>
                options.Registrations.AddRange(settings.Providers.Select(Describe))
            );
        client
            .UseAspNetCore()
            .EnableRedirectionEndpointPassthrough()
            .EnableErrorPassthrough()
            .DisableAutomaticAuthenticationSchemeForwarding()
            // TLS ends before this store, if it is not tried on one machine.
            .DisableTransportSecurityRequirement()
            .Configure(options =>
            {
                options.CookieBuilder.Name = "commerce_outside";
                options.CookieBuilder.SameSite = SameSiteMode.Lax;
                options.CookieBuilder.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            });
        client
            .UseSystemNetHttp()
            .ConfigureHttpClient(http => http.Timeout = settings.ProviderPatience)
            // People try again, who wait.
            .SetHttpResiliencePipeline(ResiliencePipeline<HttpResponseMessage>.Empty);
    }

    private static OpenIddictClientRegistration Describe(OutsideProvider provider)
    {
        var registration = new OpenIddictClientRegistration
        {
            RegistrationId = provider.Name,
            ProviderName = provider.Name,
            Issuer = provider.Issuer,
            ClientId = provider.ClientId,
            ClientSecret = provider.ClientSecret,
            RedirectUri = new(OutsidePages.BackFrom(provider), UriKind.Relative),
            DisablePushedAuthorizationRequests = true,
        };
        registration.Scopes.UnionWith(provider.Scopes);
        registration.ResponseModes.Add(ResponseModes.Query);
        registration.ResponseTypes.Add(ResponseTypes.Code);
        registration.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
        return registration;
    }
}
