namespace Commerce.FlashSales;

/// <summary>
/// How fast people are let in: as an operator says, or as fast as checkouts stay fast and there are
/// units.
/// </summary>
/// <param name="Capacity">
/// People a second that checkouts can bear, found by additive increase and multiplicative decrease,
/// after a slow start that doubles each second until checkouts become slow (RFC 5681 does so with
/// segments).
/// </param>
/// <param name="IsStarting">Whether they have not been slow yet.</param>
/// <param name="Credit">The part of a place that is left over.</param>
/// <param name="PerSecond">How fast it has gone of late, for who asks how long it takes.</param>
/// <param name="At">Up to when people were let in.</param>
public sealed record Pace(
    double Capacity,
    bool IsStarting,
    double Credit,
    double PerSecond,
    DateTimeOffset At
)
{
    /// <summary>The 99th percentile of checkouts above which fewer are let in.</summary>
    public static readonly TimeSpan SlowestMax = TimeSpan.FromSeconds(1);

    /// <summary>Units are offered to so many times as many people: not everybody buys.</summary>
    public const double PeoplePerUnit = 1.5;

    private const double CapacityFirst = 100;
    private const double CapacityRise = 25;
    private const double CapacityFall = 0.7;

    /// <summary>Beyond it no start goes: who is let in is slow to come.</summary>
    private const double StartMax = 2_000;
    private const double SmoothingSeconds = 5;

    /// <summary>Time in which nothing was done is not made up for.</summary>
    private const double SecondsMax = 1;

    public static Pace Begin(DateTimeOffset now) =>
        new(CapacityFirst, IsStarting: true, 0, CapacityFirst, now);

    /// <summary>Once a second: how slow checkouts were, and whether more people waited.</summary>
    public Pace Heed(TimeSpan slowest, bool isPressed) =>
        this with
        {
            Capacity = double.Clamp(
                slowest > SlowestMax ? Capacity * CapacityFall
                    : !isPressed ? Capacity
                    : IsStarting && Capacity < StartMax ? Capacity * 2
                    : Capacity + CapacityRise,
                1,
                AdmissionRule.PerSecondMax
            ),
            IsStarting = IsStarting && slowest <= SlowestMax,
        };

    /// <summary>Nobody is let in meanwhile, and nothing is saved up.</summary>
    public Pace Rest(AdmissionRule rule, DateTimeOffset now) =>
        this with
        {
            Credit = 0,
            PerSecond = rule.PerSecond ?? PerSecond,
            At = now,
        };

    /// <summary>How many to let in now.</summary>
    /// <param name="waiting">How many wait.</param>
    /// <param name="wanted">How many more may buy, as units are left.</param>
    public (long Places, Pace After) Step(
        AdmissionRule rule,
        long waiting,
        long wanted,
        DateTimeOffset now
    )
    {
        var seconds = double.Clamp((now - At).TotalSeconds, 0, SecondsMax);
        var credit = Credit + ((rule.PerSecond ?? Capacity) * seconds);
        var most = rule.PerSecond is null ? long.Min(waiting, wanted) : waiting;
        var places = long.Clamp((long)credit, 0, long.Max(0, most));
        return (
            places,
            this with
            {
                Credit = double.Min(credit - places, 1),
                PerSecond =
                    rule.PerSecond
                    ?? (waiting == 0 || seconds == 0 ? PerSecond : Smooth(places, seconds)),
                At = now,
            }
        );
    }

    private double Smooth(long places, double seconds) =>
        PerSecond
        + (((places / seconds) - PerSecond) * (1 - double.Exp(-seconds / SmoothingSeconds)));
}
