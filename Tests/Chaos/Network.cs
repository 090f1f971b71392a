using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using Commerce.Cluster;

namespace Commerce.Chaos;

/// <summary>
/// A network in which each silo has an address of its own, so that it can be cut off. It is made
/// within one that this program has to itself (<c>unshare --net</c>), and is gone with it.
/// </summary>
internal sealed class Network : IDisposable
{
    private const string All = "10.77.0.0/16";
    private const string Servers = "10.77.0.1";
    private const string Redis = "10.77.0.2";
    private const string Provider = "10.77.0.3";

    /// <summary>Before all rules that route.</summary>
    private const int CutRule = 10;

    private readonly List<Process> _rooms = [];

    private Network() { }

    public Wiring Wiring =>
        new(
            "10.77.0.0/16",
            Servers,
            Redis,
            Provider,
            AddressOf,
            silo => [.. Enter(silo).Split(' ')]
        );

    /// <summary>
    /// Why there can be none here; <c>null</c> where there can. As it was before one was made.
    /// </summary>
    public static string? Obstacle { get; } = FindObstacle();

    private static string? FindObstacle()
    {
        if (!Environment.IsPrivilegedProcess)
            return "it takes root to make networks";

        var others = NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(each => each.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
            .ToList();
        return others.Count == 0
            ? null
            : $"{others[0].Name} is others', too: start it under unshare --net --mount";
    }

    public static async Task<Network> Make(int silos)
    {
        var network = new Network();
        await Tool.Run("ip link set lo up");
        foreach (var address in (string[])[Servers, Redis, Provider])
            await Tool.Run($"ip addr add {address}/32 dev lo");
        await File.WriteAllTextAsync("/proc/sys/net/ipv4/ip_forward", "1");
        // What is for this machine would be let in before any other rule is asked.
        await Tool.Run("ip rule add pref 100 lookup local");
        await Tool.Run("ip rule del pref 0");
        for (var silo = 0; silo < silos; silo++)
            await network.AddRoom(silo);

        return network;
    }

    public static string AddressOf(int silo) => Text($"10.77.{silo + 1}.2");

    /// <summary>Cuts a silo off from those addresses.</summary>
    /// <param name="isSilent">
    /// What is sent is lost; or else it is refused, and connections are reset.
    /// </param>
    public async Task Cut(int silo, IEnumerable<string> from, bool isSilent)
    {
        var (own, how) = (AddressOf(silo), isSilent ? "blackhole" : "prohibit");
        foreach (var other in from)
        {
            await Tool.Run($"ip rule add pref {CutRule} from {own} to {other} {how}");
            await Tool.Run($"ip rule add pref {CutRule} from {other} to {own} {how}");
            if (!isSilent)
                await Reset(silo, own, other);
        }
    }

    /// <summary>Everybody reaches everybody again.</summary>
    public static async Task Heal()
    {
        while (true)
        {
            try
            {
                await Tool.Run($"ip rule del pref {CutRule}");
            }
            catch (InvalidOperationException)
            {
                return; // There is none left.
            }
        }
    }

    /// <summary>Whom a silo is cut off from.</summary>
    public static string[] Far(Isolation from, int silo, int silos)
    {
        string[] others =
        [
            .. Enumerable.Range(0, silos).Where(each => each != silo).Select(AddressOf),
        ];
        return from switch
        {
            Isolation.Silos => others,
            Isolation.Postgres => [Servers],
            _ => [.. others, Servers, Redis, Provider],
        };
    }

    public void Dispose()
    {
        foreach (var room in _rooms)
        {
            room.Kill();
            room.Dispose();
        }
    }

    private string Enter(int silo) => Text($"nsenter -t {_rooms[silo].Id} -n");

    /// <summary>A network of one silo, with a wire to this one.</summary>
    private async Task AddRoom(int silo)
    {
        var room = Process.Start("unshare", ["--net", "sleep", "infinity"]);
        _rooms.Add(room);
        while (NameOf(room.Id) == NameOf(Environment.ProcessId))
            await Task.Yield();

        var (wire, net) = (Text($"silo{silo + 1}"), Text($"10.77.{silo + 1}"));
        await Tool.Run(Text($"ip link add {wire} type veth peer name eth0 netns {room.Id}"));
        await Tool.Run($"ip addr add {net}.1/24 dev {wire}");
        await Tool.Run($"ip link set {wire} up");
        await Tool.Run($"{Enter(silo)} ip link set lo up");
        await Tool.Run($"{Enter(silo)} ip addr add {net}.2/24 dev eth0");
        await Tool.Run($"{Enter(silo)} ip link set eth0 up");
        await Tool.Run($"{Enter(silo)} ip route add {All} via {net}.1");
    }

    private async Task Reset(int silo, string own, string other)
    {
        await Tool.Run($"{Enter(silo)} ss -Kt dst {other}");
        await Tool.Run($"ss -Kt dst {own} src {other}");
        if (_rooms.Count > 1 && Room(other) is { } peer)
            await Tool.Run($"{Enter(peer)} ss -Kt dst {own}");
    }

    private int? Room(string address) =>
        Enumerable
            .Range(0, _rooms.Count)
            .Where(each => AddressOf(each) == address)
            .Cast<int?>()
            .FirstOrDefault();

    private static string? NameOf(int process) =>
        new FileInfo(Text($"/proc/{process}/ns/net")).LinkTarget;

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whom a silo no longer reaches.</summary>
internal enum Isolation
{
    Silos,
    Postgres,
    AllButTheEdge,
}
