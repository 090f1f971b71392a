using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Commerce.Cluster;

/// <summary>Where all of a cluster is: on this machine, in one folder, on free ports.</summary>
/// <param name="Folder">Everybody may pass through it, and nobody else read what is in it.</param>
/// <param name="Binaries">Where the programs were built to.</param>
/// <param name="Url">Where the store is reached.</param>
/// <param name="Frontends">Those that run alone; with none, the silos' own are asked.</param>
/// <param name="IsSecured">Whether silos and frontends know each other by certificates.</param>
internal sealed record Plan(
    string Folder,
    string Binaries,
    Uri Url,
    int Silos,
    int Frontends = 0,
    bool IsSecured = false
)
{
    /// <summary>The name of the cluster, as the settings have it.</summary>
    public const string Name = "commerce";

    /// <summary>PostgreSQL servers: one that writes, and the others stand by.</summary>
    public const int Servers = 3;

    private static int s_port = RandomNumberGenerator.GetInt32(20_000, 31_000);

    public Wiring Wiring { get; init; } = Wiring.Loopback;

    /// <summary>The program that a silo is.</summary>
    public string SiloProgram { get; init; } = "Silo";

    /// <summary>What a silo is told besides.</summary>
    public IReadOnlyList<string> SiloArguments { get; init; } = [];

    public int RedisPort { get; } = FreePort();

    public int ProviderPort { get; } = FreePort();

    public IReadOnlyList<int> DatabasePorts { get; } = Ports(Servers);

    public IReadOnlyList<int> SiloPorts { get; } = Ports(Silos);

    public IReadOnlyList<int> FrontendPorts { get; } = Ports(Frontends);

    public string Certificates => FolderOf("certs");

    /// <summary>The provider's books.</summary>
    public string Ledger => Path.Combine(FolderOf("provider"), "ledger.db");

    public string ProviderUrl => At(Wiring.Provider, ProviderPort);

    public IReadOnlyList<string> SiloUrls =>
        [.. SiloPorts.Select((port, number) => At(Wiring.Silo(number), port))];

    public IReadOnlyList<string> FrontendUrls =>
        [.. FrontendPorts.Select(port => At("127.0.0.1", port))];

    public string Logs => Path.Combine(Folder, "logs");

    public string FolderOf(string part) => Path.Combine(Folder, part);

    private static List<int> Ports(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => FreePort())];

    private static string At(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");

    /// <summary>
    /// Below those that a system gives to whoever asks: what is free now must still be when a part
    /// is started on it, at first and again.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_port);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Another, then.
            }
        }
    }
}
