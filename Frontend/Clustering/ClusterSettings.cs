using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>With whom this process makes a cluster, and how it finds them.</summary>
/// <param name="Redis">
/// Where the members are written down: a StackExchange.Redis configuration, or <c>null</c> for a
/// store that is one process.
/// </param>
/// <param name="Name">Processes of one name make one cluster.</param>
/// <param name="Tls">How they know each other, if not by being reached.</param>
public sealed record ClusterSettings(string? Redis, string Name, ClusterCertificates? Tls)
{
    /// <exception cref="SettingException">A value is none.</exception>
    public static ClusterSettings Read(IConfiguration settings, ClusterRole role)
    {
        var redis = settings["Cluster:Redis"];
        var name = settings["Cluster:Name"] ?? "commerce";
        return !string.IsNullOrWhiteSpace(name) && name.All(char.IsAsciiLetterOrDigit)
            ? new(
                string.IsNullOrWhiteSpace(redis) ? null : redis,
                name,
                ClusterCertificates.Read(settings, name, role)
            )
            : throw new SettingException($"Cluster:Name is letters and digits, not '{name}'.");
    }
}
