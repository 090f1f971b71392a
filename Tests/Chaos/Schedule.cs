namespace Commerce.Chaos;

/// <summary>Draws faults from a seed: all kinds in turn, in another order each time.</summary>
internal sealed class Schedule
{
    /// <summary>
    /// What a fault is given to be got over, before the next: the longest target that counts from
    /// its end, and the time in which all must be served.
    /// </summary>
    public static readonly TimeSpan CalmMin = TimeSpan.FromSeconds(7);

    private static readonly string[] Victims =
    [
        "silo",
        "silo",
        "silo",
        "all silos",
        "edge",
        "redis",
        "provider",
        "a standby",
    ];

#pragma warning disable CA5394 // Not a secret: a seed must bring the same run again.
    private readonly Random _random;
    private readonly int _silos;

    private Schedule(int seed, int silos) => (_random, _silos) = (new(seed), silos);

    /// <summary>As many as there is time for.</summary>
    public static List<Fault> Draw(
        int seed,
        IReadOnlyCollection<FaultKind> kinds,
        TimeSpan time,
        int silos
    ) => new Schedule(seed, silos).Draw(kinds, time);

    private List<Fault> Draw(IReadOnlyCollection<FaultKind> kinds, TimeSpan time)
    {
        var faults = new List<Fault>();
        var at = TimeSpan.Zero;
        while (kinds.Count > 0)
        {
            var round = kinds.ToArray();
            _random.Shuffle(round);
            foreach (var kind in round)
            {
                var fault = Draw(kind, at);
                at += fault.For + CalmMin + Seconds(0, 2);
                if (at > time && faults.Count > 0)
                    return faults;

                faults.Add(fault);
            }
        }

        return faults;
    }

    private Fault Draw(FaultKind kind, TimeSpan at) =>
        kind switch
        {
            FaultKind.Kill => new(kind, at, TimeSpan.Zero, Victim(), ""),
            FaultKind.Pause => new(kind, at, Seconds(9, 11), Silo(), ""),
            FaultKind.Partition => new(
                kind,
                at,
                Seconds(7, 9),
                Silo(),
                $"{Pick(Enum.GetNames<Isolation>())} {Pick("silent", "reset")}"
            ),
            FaultKind.StoreRestart => new(
                kind,
                at,
                Seconds(1, 4),
                "all servers",
                Pick("killed", "stopped")
            ),
            FaultKind.PromoteStandby => new(
                kind,
                at,
                TimeSpan.Zero,
                "the primary",
                Pick("killed", "paused")
            ),
            FaultKind.DiskFull => new(kind, at, Seconds(4, 7), Pick("the primary", Silo()), ""),
            _ => new(kind, at, Seconds(4, 7), "everybody", ""),
        };

    private string Victim() => Pick(Victims) is var one && one == "silo" ? Silo() : one;

    private string Silo() => Cluster.Parts.NameOf(_random.Next(_silos));

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private TimeSpan Seconds(double min, double max) =>
        TimeSpan.FromSeconds(min + Math.Round(_random.NextDouble() * (max - min), 1));
#pragma warning restore CA5394
}
