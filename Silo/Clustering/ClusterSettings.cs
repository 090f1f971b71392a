using System.Net;
using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>With whom this silo makes a cluster, and where it is reached by them.</summary>
/// <param name="Redis">
/// Where the members are written down: a StackExchange.Redis configuration, or <c>null</c> for a
/// store that is one process.
/// </param>
/// <param name="Name">Silos of one name make one cluster.</param>
/// <param name="Address">Where the others reach this silo.</param>
/// <param name="SiloPort">For silos; 0 for whichever is free.</param>
/// <param name="GatewayPort">For frontends that run alone; 0 for whichever is free.</param>
internal sealed record ClusterSettings(
    string? Redis,
    string Name,
    IPAddress Address,
    int SiloPort,
    int GatewayPort
)
{
    /// <exception cref="SettingException">A value is none.</exception>
    public static ClusterSettings Read(IConfiguration settings)
    {
        var redis = settings["Cluster:Redis"];
        var name = settings["Cluster:Name"] ?? "commerce";
        if (string.IsNullOrWhiteSpace(name) || !name.All(c => char.IsAsciiLetterOrDigit(c)))
            throw new SettingException($"Cluster:Name is letters and digits, not '{name}'.");

        var address = settings["Cluster:Address"] ?? "127.0.0.1";
        return new(
            string.IsNullOrWhiteSpace(redis) ? null : redis,
            name,
            IPAddress.TryParse(address, out var ip)
                ? ip
                : throw new SettingException($"Cluster:Address is no IP address: {address}."),
            Port(settings, "Cluster:SiloPort"),
            Port(settings, "Cluster:GatewayPort")
        );
    }

    private static int Port(IConfiguration settings, string name) =>
        settings[name] is not { Length: > 0 } text ? 0
        : ushort.TryParse(text, out var port) ? port
        : throw new SettingException($"{name} is no port: {text}.");
}
