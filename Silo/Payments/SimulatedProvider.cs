using System.Diagnostics.Metrics;
using Commerce.Http;
using Commerce.Secrets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PaymentSimulator;
using Polly.CircuitBreaker;

namespace Commerce.Payments;

/// <summary>
/// The simulated provider: a program of its own that a setting names, else in this process, with a
/// ledger of its own.
/// </summary>
internal static class SimulatedProvider
{
    private const string Elsewhere = "Payments:Provider";

    public static void AddSimulatedProvider(this WebApplicationBuilder builder, string folder)
    {
        builder.Services.AddSingleton<CircuitBreakerStateProvider>();
        if (builder.Configuration[Elsewhere] is { Length: > 0 } elsewhere)
        {
            builder.AddProviderElsewhere(elsewhere);
            return;
        }

        builder
            .Services.AddSingleton(services =>
            {
                var url = new Uri(OwnUrl(services, builder.Configuration));
                return Provider.Open(
                    new ProviderSettings
                    {
                        Ledger = Path.Combine(folder, "provider.db"),
                        Webhook = new(url, "/hooks/v1/simulated"),
                        PublicUrl = url,
                        Secret = services.GetRequiredService<WebhookSecret>().Value,
                    },
                    services.GetRequiredService<TimeProvider>(),
                    new HttpMessageInvoker(new SocketsHttpHandler())
                );
            })
            .AddSingleton<IPaymentProviderPort>(services => new MeasuredProviderPort(
                new SimulatedProviderPort(services.GetRequiredService<Provider>()),
                services.GetRequiredService<IMeterFactory>(),
                services.GetRequiredService<TimeProvider>()
            ));
    }

    /// <summary>The pages of payers, where the provider is part of this process.</summary>
    public static void MapPayersPages(this WebApplication app)
    {
        if (app.Configuration[Elsewhere] is not { Length: > 0 })
        {
            app.MapGroup("").ForEveryone().MapSimulatedProvider();
        }
    }

    private static void AddProviderElsewhere(this WebApplicationBuilder builder, string where)
    {
        if (!Uri.TryCreate(where, UriKind.Absolute, out var url) || url.Scheme is not "http")
            throw new SettingException($"{Elsewhere} is no http address: {where}.");

        builder.Services.AddSingleton<IPaymentProviderPort>(services =>
        {
            var time = services.GetRequiredService<TimeProvider>();
            var http = new HttpClient(
                new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }
            )
            {
                BaseAddress = url,
                Timeout = Timeout.InfiniteTimeSpan,
            };
            var breaker = services.GetRequiredService<CircuitBreakerStateProvider>();
            return new MeasuredProviderPort(
                new HttpProviderPort(
                    http,
                    ProviderPipeline.Build(time, breaker),
                    services.GetRequiredService<Door>()
                ),
                services.GetRequiredService<IMeterFactory>(),
                time
            );
        });
    }

    /// <summary>Where this store listens: only known once it does.</summary>
    private static string OwnUrl(IServiceProvider services, ConfigurationManager configuration)
    {
        var bound = services
            .GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()
            ?.Addresses.FirstOrDefault();
        var url = bound ?? configuration["urls"]?.Split(';')[0] ?? "http://127.0.0.1:5000";
        return url.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }
}
