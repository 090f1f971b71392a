using System.Diagnostics;
using System.Globalization;
using Commerce.Cluster;

namespace Commerce.Chaos;

/// <summary>Does to a cluster what was planned, and looks what comes of it.</summary>
/// <param name="network">In which a silo can be cut off; <c>null</c> where there is none.</param>
/// <param name="disks">That can be filled; <c>null</c> where there are none.</param>
internal sealed class Player(
    RunningCluster cluster,
    Writers writers,
    Load load,
    Network? network,
    Disks? disks
)
{
    /// <summary>Within what somebody declared dead must find it out.</summary>
    private static readonly TimeSpan ZombieMax = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a silo goes without reading who is a member.</summary>
    private static readonly TimeSpan NewsMax = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan PromotionMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private List<Part> Silos =>
        [.. cluster.Parts.Where(each => each.Name.StartsWith("silo-", StringComparison.Ordinal))];

    public Task<Played> Play(Fault fault, CancellationToken stop) =>
        fault.Kind switch
        {
            FaultKind.Kill => Task.FromResult(Kill(fault)),
            FaultKind.Pause => PauseSilo(fault, stop),
            FaultKind.Partition => Partition(fault, stop),
            FaultKind.StoreRestart => RestartStore(fault),
            FaultKind.PromoteStandby => Promote(fault, stop),
            FaultKind.DiskFull => FillDisk(fault, stop),
            _ => Double(fault, stop),
        };

    private Played Kill(Fault fault)
    {
        List<Part> victims = fault.On switch
        {
            "all silos" => Silos,
            "a standby" => [Standby()],
            _ => [Named(fault.On)],
        };
        var begun = Now();
        foreach (var victim in victims)
            victim.Kill();

        return new(fault, begun, begun, $"killed {string.Join(", ", victims.Select(v => v.Name))}");
    }

    /// <summary>
    /// A silo that is stopped for so long that the others declare it dead, and then goes on: it
    /// must find out, end by itself, and change nothing before.
    /// </summary>
    private async Task<Played> PauseSilo(Fault fault, CancellationToken stop)
    {
        var silo = Named(fault.On);
        var zombie = silo.Id;
        var begun = Now();
        await Signal("-STOP", zombie);
        await Delay(fault.For, stop);
        var over = Now();
        await Signal("-CONT", zombie);
        var hasEnded = await Until(() => silo.Id != zombie, ZombieMax, stop);
        var ended = Now();
        var told =
            Text($"it went on for {(ended - over).TotalSeconds:0.0} s")
            + (hasEnded ? ", then ended by itself" : "");
        if (!hasEnded)
            return new(fault, begun, over, told, $"{silo.Name} never ended by itself");
        if (network is null)
            return new(fault, begun, over, $"{told}; its writes are not known");

        var (all, beside) = await writers.Count(Number(silo), begun, over, ended);
        return new(
            fault,
            begun,
            over,
            Text($"{told}; it wrote {all} events of what it had begun"),
            beside > 0
                ? Text($"{silo.Name} wrote {beside} events where others had taken over")
                : null
        );
    }

    private async Task<Played> Partition(Fault fault, CancellationToken stop)
    {
        if (network is null)
            return new(fault, null, null, Network.Obstacle!);

        var silo = Named(fault.On);
        var (words, first) = (fault.How.Split(' '), silo.Id);
        var from = Enum.Parse<Isolation>(words[0]);
        var begun = Now();
        await network.Cut(
            Number(silo),
            Network.Far(from, Number(silo), Silos.Count),
            isSilent: words[1] == "silent"
        );
        await Delay(fault.For, stop);
        await Network.Heal();
        var over = Now();
        // One that was declared dead meanwhile learns of it now.
        var hasEnded = await Until(() => silo.Id != first, NewsMax, stop);
        return new(
            fault,
            begun,
            over,
            hasEnded ? $"{silo.Name} ended by itself" : $"{silo.Name} lived through it"
        );
    }

    private async Task<Played> RestartStore(Fault fault)
    {
        var begun = Now();
        await cluster.Databases.Restart(fault.For, isKilled: fault.How == "killed");
        var over = Now();
        return new(fault, begun, over, Text($"back after {(over - begun).TotalSeconds:0.0} s"));
    }

    private async Task<Played> Promote(Fault fault, CancellationToken stop)
    {
        var old = cluster.Databases.Primary;
        var first = old.Process.Id;
        var begun = Now();
        if (fault.How == "paused")
            await Signal("-STOP", first);
        else
            old.Kill();

        var isOver = await Until(() => HasNext() || IsAgain(), PromotionMax, stop);
        var took = (Now() - begun).TotalSeconds;
        // With a standby away nobody may take over: it may be the one that has what was answered.
        var next = cluster.Databases.Primary.Name;
        var told = HasNext()
            ? Text($"{next} took over after {took:0.0} s")
            : Text($"{next} was started again after {took:0.0} s: a standby was away");
        return isOver
            ? new(fault, begun, Now(), told)
            : new(fault, begun, Now(), "", $"nobody took over for {old.Name}");

        bool HasNext() => cluster.Databases.Primary != old;
        bool IsAgain() => old.Process.Id is var now && now != 0 && now != first;
    }

    private async Task<Played> FillDisk(Fault fault, CancellationToken stop)
    {
        if (disks is null)
            return new(fault, null, null, Disks.Obstacle!);

        var name = fault.On is "the primary" ? cluster.Databases.Primary.Name : fault.On;
        var begun = Now();
        using (await disks.Fill(name))
            await Delay(fault.For, stop);

        return new(fault, begun, Now(), $"no byte was left for {name}");
    }

    private async Task<Played> Double(Fault fault, CancellationToken stop)
    {
        var begun = Now();
        load.IsDoubled = true;
        await Delay(fault.For, stop);
        load.IsDoubled = false;
        return new(fault, begun, Now(), "each request twice at once, each webhook twice and late");
    }

    private Part Named(string name) => cluster.Parts.Single(each => each.Name == name);

    private Part Standby() =>
        cluster.Databases.All.First(each => each != cluster.Databases.Primary).Process;

    private int Number(Part silo) => Silos.IndexOf(silo);

    private static async Task<bool> Until(Func<bool> isSo, TimeSpan max, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(begun) > max)
                return false;

            await Delay(Look, stop);
        }

        return true;
    }

    private static Task Signal(string which, int process) =>
        Tool.Run(Text($"kill {which} {process}"));

    private static Task Delay(TimeSpan time, CancellationToken stop) =>
        Task.Delay(time, TimeProvider.System, stop);

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
