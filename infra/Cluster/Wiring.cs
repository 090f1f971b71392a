namespace Commerce.Cluster;

/// <summary>At which addresses the parts are, and how a silo gets where it has its own.</summary>
/// <param name="Network">All that the servers let in, as CIDR.</param>
/// <param name="Servers">Where PostgreSQL is.</param>
/// <param name="Silo">By its number, from 0.</param>
/// <param name="Enter">What a silo's command line begins with.</param>
internal sealed record Wiring(
    string Network,
    string Servers,
    string Redis,
    string Provider,
    Func<int, string> Silo,
    Func<int, string[]> Enter
)
{
    private const string Here = "127.0.0.1";

    /// <summary>All at one address, told apart by their ports.</summary>
    public static Wiring Loopback { get; } =
        new("127.0.0.0/8", Here, Here, Here, _ => Here, _ => []);
}
