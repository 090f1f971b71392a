namespace Commerce.Chaos;

/// <summary>What happens to a cluster.</summary>
internal enum FaultKind
{
    Kill,
    Pause,
    Partition,
    StoreRestart,
    PromoteStandby,
    DiskFull,
    Duplicates,
}

/// <summary>One fault as it is planned.</summary>
/// <param name="At">From the moment at which the first may begin.</param>
/// <param name="For">How long it stands; zero where it is over at once.</param>
/// <param name="On">The part, or a word for it where only the moment tells which it is.</param>
/// <param name="How">What of it; empty where there is one way.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan At, TimeSpan For, string On, string How)
{
    private static readonly TimeSpan CrashMax = TimeSpan.FromSeconds(3);

    public override string ToString() =>
        string.Create(
            provider: null,
            $"{At.TotalSeconds, 6:0.0} s  {NameOf(Kind)} {On}{(How.Length > 0 ? $", {How}" : "")}"
        )
        + (
            For > TimeSpan.Zero
                ? string.Create(provider: null, $", for {For.TotalSeconds:0.0} s")
                : ""
        );

    /// <summary>As it is written on the command line.</summary>
    public static string NameOf(FaultKind kind) =>
        kind switch
        {
            FaultKind.StoreRestart => "store-restart",
            FaultKind.PromoteStandby => "promote-standby",
            FaultKind.DiskFull => "disk-full",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>
    /// Within what it must be over for shoppers; <c>null</c> where nothing is said.
    /// </summary>
    public TimeSpan? Target =>
        Kind switch
        {
            FaultKind.Kill when On.StartsWith("silo-", StringComparison.Ordinal) => CrashMax,
            FaultKind.Pause or FaultKind.Partition => TimeSpan.FromSeconds(8),
            FaultKind.StoreRestart => TimeSpan.FromSeconds(5),
            FaultKind.PromoteStandby => TimeSpan.FromSeconds(15),
            _ => null,
        };

    /// <summary>
    /// What is allowed once it has settled: a silo that stood still or was cut off ends by itself,
    /// and the one that starts in its place takes its part of the machine.
    /// </summary>
    public TimeSpan Aftermath =>
        Kind is FaultKind.Pause or FaultKind.Partition ? CrashMax : TimeSpan.Zero;

    /// <summary>Whether shoppers may wait until it is over, and only then time counts.</summary>
    public bool CountsFromItsEnd => Kind is FaultKind.StoreRestart or FaultKind.DiskFull;
}

/// <summary>How a fault went.</summary>
/// <param name="Begun">When it began; <c>null</c> if it was not played.</param>
/// <param name="Over">When it was taken away again.</param>
/// <param name="Noted">What was seen of it, or why it was not played.</param>
/// <param name="Wrong">What must not have been.</param>
internal sealed record Played(
    Fault Fault,
    DateTimeOffset? Begun,
    DateTimeOffset? Over,
    string Noted,
    string? Wrong = null
)
{
    /// <summary>When nothing of it was left, as far as was looked.</summary>
    public DateTimeOffset Settled { get; init; }
}
