using Commerce.Secrets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PaymentSimulator;

namespace Commerce.Payments;

/// <summary>Hosts the simulated provider in this process, with a ledger of its own.</summary>
internal static class SimulatedProvider
{
    public static void AddSimulatedProvider(this WebApplicationBuilder builder, string folder)
    {
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
            .AddSingleton<IPaymentProviderPort, SimulatedProviderPort>();
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
