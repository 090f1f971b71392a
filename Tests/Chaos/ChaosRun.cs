using System.Collections.Immutable;
using Commerce.Cluster;
using Commerce.Judging;
using Commerce.Stores;
using Npgsql;

namespace Commerce.Chaos;

/// <summary>What is asked for.</summary>
/// <param name="Time">For how long buyers are at work, warm-up and healing with it.</param>
/// <param name="HoldLatenessMax">How long after its end a hold may still stand.</param>
/// <param name="KnownBad">What is wrong with the silos; <c>null</c>: nothing that is known.</param>
internal sealed record Wish(
    int Seed,
    ImmutableArray<FaultKind> Faults,
    TimeSpan Time,
    string Folder,
    TimeSpan HoldLatenessMax,
    string? KnownBad
);

/// <summary>
/// One run: warm, faults, heal, quiesce, read all, judge. The cluster is its own, and is gone
/// after.
/// </summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private const int Silos = 3;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Heal = TimeSpan.FromSeconds(5);

    /// <summary>Buyers who do not know by then what became of their wishes never will.</summary>
    private static readonly TimeSpan FinishMax = TimeSpan.FromMinutes(3);

    /// <summary>What is not at rest after so long never will be.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan BooksMax = TimeSpan.FromMinutes(4);

    private readonly Wish _wish;
    private readonly Plan _plan;
    private readonly Network? _network;
    private readonly Load _load;
    private readonly List<Fault> _faults;
    private Disks? _disks;
    private RunningCluster? _cluster;
    private NpgsqlDataSource? _database;

    private ChaosRun(Wish wish, Plan plan, Network? network)
    {
        (_wish, _plan, _network) = (wish, plan, network);
        _load = new(plan.Url, Path.Combine(wish.Folder, "history.txt"));
        _faults = Schedule.Draw(wish.Seed, wish.Faults, wish.Time - Warm - Heal, Silos);
    }

    /// <exception cref="InvalidOperationException">The cluster does not start.</exception>
    public static async Task<Verdict> Play(Wish wish, CancellationToken stop)
    {
        var network = Network.Obstacle is null ? await Network.Make(Silos) : null;
        var plan = new Plan(
            wish.Folder,
            Path.GetFullPath("../..", AppContext.BaseDirectory),
            new($"http://127.0.0.1:{Plan.FreePort()}"),
            Silos
        )
        {
            Wiring = network?.Wiring ?? Wiring.Loopback,
            SiloProgram = wish.KnownBad is null ? "Silo" : "Sabotage",
            SiloArguments = wish.KnownBad is null ? [] : [$"--fault={wish.KnownBad}"],
        };
        await using var run = new ChaosRun(wish, plan, network);
        return await run.Play(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _load.DisposeAsync();
        if (_cluster is not null)
        {
            await _cluster.Kill();
            await _cluster.DisposeAsync();
        }

        if (_database is not null)
            await _database.DisposeAsync();
        if (_disks is not null)
            await _disks.DisposeAsync();
        _network?.Dispose();
    }

    private async Task<Verdict> Play(CancellationToken stop)
    {
        Report.Plan(_wish, Warm, _faults);
        _disks = await MakeDisks();
        _cluster = await RunningCluster.Start(_plan, stop);
        // Servers are killed and started anew: no connection of before is any good.
        _database = NpgsqlDataSource.Create($"{_cluster.Databases.ConnectionString};Pooling=false");
        var writers = new Writers(_database);
        await writers.Note();
        await _load.Start(_wish.Seed);
        await Task.Delay(Warm, TimeProvider.System, stop);

        var player = new Player(_cluster, writers, _load, _network, _disks);
        var begun = TimeProvider.System.GetUtcNow();
        var played = new List<Played>();
        var earliest = begun;
        foreach (var fault in _faults)
        {
            await WaitUntil(begun + fault.At, stop);
            await WaitUntil(earliest, stop);
            Report.Begins(fault, TimeProvider.System.GetUtcNow() - begun);
            var one = await player.Play(fault, stop);
            played.Add(one with { Settled = TimeProvider.System.GetUtcNow() });
            earliest = played[^1].Settled + Schedule.CalmMin;
            Report.Ended(played[^1]);
        }

        await WaitUntil(begun + _wish.Time - Warm, stop);
        await WaitUntil(earliest, stop);
        return await Judge(played, begun - Warm, stop);
    }

    private async Task<Disks?> MakeDisks()
    {
        if (Disks.Obstacle is not null)
            return null;

        var servers = Enumerable.Range(0, Plan.Servers).Select(DatabaseServer.NameOf);
        var disks = new Disks(_wish.Folder);
        var victims = _faults
            .Where(fault => fault.Kind is FaultKind.DiskFull)
            .SelectMany(fault => fault.On is "the primary" ? servers : [fault.On]);
        foreach (var name in victims.Distinct(StringComparer.Ordinal))
            await disks.Add(name);
        return disks;
    }

    private async Task<Verdict> Judge(
        List<Played> played,
        DateTimeOffset begun,
        CancellationToken stop
    )
    {
        Report.Says("No more faults: all finish what they began.");
        var ended = TimeProvider.System.GetUtcNow();
        var (told, unrest) = await Rest(stop);

        // As after a power cut: what was answered must be in what is left.
        await _cluster!.Kill();
        _cluster.Databases.Primary.Start();
        var journal = await ReadJournal(stop);
        var history = _load.Witness.History;
        var recovered = Recoveries(played, history, ended);
        var facts = told with
        {
            HoldLatenessMax = _wish.HoldLatenessMax,
            Journal = journal,
            Ledger = await Evidence.Ledger(_plan.Ledger),
            History = history,
            Outages = [.. recovered.Select(each => each.Outage)],
            Cuts =
            [
                .. played
                    .Where(each => each.Begun is not null)
                    .Where(each => each.Fault.Kind is FaultKind.Pause or FaultKind.Partition)
                    .Select(each => new Outage(each.Begun!.Value, each.Settled)),
            ],
        };
        return new(played, recovered, facts, ended - begun, unrest);
    }

    /// <summary>
    /// What the store tells once all has ended, or why that never was: then it is judged by what it
    /// did, and not by what it tells.
    /// </summary>
    private async Task<(Facts Told, string? Unrest)> Rest(CancellationToken stop)
    {
        try
        {
            await _load.Finish(FinishMax);
            var first = await AtRest.Wait(_load.Shop, RestMax);
            Report.Says("At rest. Reading all of it.");
            var second = await Log.Read(_load.Shop);
            var levels = await AtRest.Levels(_load.Shop, first);
            var off = ImmutableArray.CreateBuilder<string>();
            foreach (var url in _plan.SiloUrls)
                off.AddRange(await Books(url, stop));

            return (
                Facts.None with
                {
                    Stock = levels,
                    Readings = [first, second],
                    Off = off.ToImmutable(),
                },
                null
            );
        }
        catch (Exception e)
            when (e is TimeoutException or InvalidOperationException or HttpRequestException)
        {
            return (Facts.None with { IsAtRest = false }, e.Message);
        }
    }

    /// <summary>What is off in one silo's lists, once they have come to the end.</summary>
    private static async Task<IEnumerable<string>> Books(string url, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new(url) };
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var isLate = TimeProvider.System.GetElapsedTime(begun) > BooksMax;
            try
            {
                var off = await AtRest.Books(new(http));
                if (off.IsEmpty || isLate)
                    return off.Select(each => $"{url}: {each}");
            }
            catch (Exception e)
                when (!isLate && (e is HttpRequestException or InvalidOperationException))
            {
                // The last fault may have ended it: it is on its way back.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, stop);
        }
    }

    private async Task<ImmutableArray<Fact>> ReadJournal(CancellationToken stop)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Evidence.Journal(_database!);
            }
            catch (NpgsqlException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
            }
        }
    }

    private static List<Recovered> Recoveries(
        List<Played> played,
        ImmutableArray<Call> history,
        DateTimeOffset ended
    )
    {
        var begun = played.Where(each => each.Begun is not null).ToList();
        return
        [
            .. begun.Select(
                (each, i) =>
                {
                    var end = i + 1 < begun.Count ? begun[i + 1].Begun!.Value : ended;
                    var from = (each.Fault.CountsFromItsEnd ? each.Over : each.Begun)!.Value;
                    var took = Recovery.After(from, end, history);
                    return new Recovered(each, took, took is null ? end : from + took.Value);
                }
            ),
        ];
    }

    private static async Task WaitUntil(DateTimeOffset moment, CancellationToken stop)
    {
        var left = moment - TimeProvider.System.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left, TimeProvider.System, stop);
    }
}
