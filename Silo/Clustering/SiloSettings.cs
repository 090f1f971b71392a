using System.Net;
using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>The cluster of which this silo is one, and where it is reached by the others.</summary>
/// <param name="Address">Where the others reach this silo.</param>
/// <param name="SiloPort">For silos; 0 for whichever is free.</param>
/// <param name="GatewayPort">For frontends that run alone; 0 for whichever is free.</param>
internal sealed record SiloSettings(
    ClusterSettings Cluster,
    IPAddress Address,
    int SiloPort,
    int GatewayPort
)
{
    /// <exception cref="SettingException">A value is none.</exception>
    public static SiloSettings Read(IConfiguration settings)
    {
        var address = settings["Cluster:Address"] ?? "127.0.0.1";
        return new(
            ClusterSettings.Read(settings, ClusterRole.Silo),
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
