using Microsoft.AspNetCore.HttpOverrides;

namespace Commerce.Http;

/// <summary>Believes the proxies that <c>Proxies</c> names, and nobody else.</summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        var networks = Settings.Networks(app.Configuration, "Proxies", otherwise: "");
        if (networks.Count == 0)
            return;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);

        app.UseForwardedHeaders(options);
    }
}
