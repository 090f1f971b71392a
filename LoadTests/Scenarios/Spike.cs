using System.Diagnostics;
using System.Globalization;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// More purchases than the shop can serve: three times what it can, which it measures before, then
/// half of it. The levels of its plan are in that: 3/s is three times as many as it can.
/// </summary>
internal sealed class Spike : Scenario
{
    /// <summary>The share of what it can that it must serve in the spike.</summary>
    private const double GoodputMin = 0.95;

    /// <summary>Within what it must serve all after the spike.</summary>
    private const int RecoverySeconds = 10;

    private static readonly LoadPlan Alone = LoadPlan.WithUsers(64, TimeSpan.FromSeconds(20));
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(20);

    private readonly Purchase _purchase = new();
    private double _solo;

    public override string Name => "spike";

    public override string About =>
        "purchases at 3 times what the shop can, which is measured first, then at half of it";

    /// <summary>More than the shop serves at once, so that it has to send some away.</summary>
    public override int ConnectionsMin => 2_000;

    public override bool MayBeSentAway => true;

    public override bool IsAlone => true;

    /// <param name="length">Of the spike alone.</param>
    public override LoadPlan? PlanOf(TimeSpan? length)
    {
        var seconds = (length ?? TimeSpan.FromMinutes(1)).TotalSeconds;
        return PlanText.Read(Text($"hold 0.5/s 5s, spike 3/s {seconds}s, hold 0.5/s 30s"), out _);
    }

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        await _purchase.Prepare(fleet, plan);
        var trial = new Trial(fleet, _purchase, Alone, Warmup, Stopwatch.GetTimestamp());
        var tally = await trial.Play(_ => { }, CancellationToken.None);
        _solo = tally.Counts.Completed / tally.Length.TotalSeconds;
        if (_solo == 0)
            throw new SetUpException("the shop serves no purchase: there is no capacity to exceed");

        fleet.Books.Clear();
    }

    public override LoadPlan Fit(LoadPlan asked) =>
        asked with
        {
            Phases =
            [
                .. asked.Phases.Select(phase =>
                    phase with
                    {
                        From = phase.From * _solo,
                        To = phase.To * _solo,
                    }
                ),
            ],
        };

    public override ValueTask<bool> Operate(Client client) => _purchase.Operate(client);

    public override Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    ) => Task.FromResult<IReadOnlyList<Check>>([.. Judge(result.Seconds, _solo)]);

    /// <summary>What must hold of the seconds of a spike.</summary>
    /// <param name="solo">Purchases a second that the shop can.</param>
    internal static IEnumerable<Check> Judge(IReadOnlyList<Second> seconds, double solo)
    {
        // A second's level is told as it ends, which may be the next phase's.
        var told = seconds.Zip(seconds.Skip(1), (before, now) => now with { Asked = before.Asked });
        var all = told.Where(second => second.At > 0).ToList();
        var spike = all.Where(second => second.Asked > solo * 1.01).ToList();
        var after = all.Where(second => spike.Count > 0 && second.At > spike[^1].At).ToList();
        var goodput = spike.Count == 0 ? 0 : spike.Average(second => second.Succeeded);
        yield return new(
            "goodput in the spike is at least 95 % of what it is alone",
            Text($"{goodput:0}/s of {solo:0}/s: {goodput / solo:0.0%}"),
            goodput >= GoodputMin * solo
        );

        var served = after.FindLastIndex(second => !IsServed(second)) + 1;
        yield return new(
            "all are served again within 10 s after it",
            served < after.Count ? Text($"after {served} s") : "they were not",
            served < after.Count && served <= RecoverySeconds
        );
    }

    /// <summary>Whether the shop kept up in it, but for what a second may have more or less.
    /// </summary>
    private static bool IsServed(Second second) =>
        second.Backlog == 0 && second.Succeeded >= 0.9 * second.Asked;

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
