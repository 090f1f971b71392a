using System.Diagnostics;
using System.Globalization;
using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.FlashSales;

/// <summary>What came of a sale, for people.</summary>
/// <param name="Rate">Orders confirmed a second, while nine tenths of them were.</param>
/// <param name="BestSecond">Orders of the second that had most.</param>
public sealed record SaleReport(
    FlashSaleSettings Settings,
    SaleHistory History,
    IReadOnlyDictionary<string, Percentiles> Steps,
    IReadOnlyDictionary<string, long> Answers,
    double Rate,
    long BestSecond,
    IReadOnlyList<Verdict> Verdicts
)
{
    public bool Holds => Verdicts.All(verdict => verdict.Holds);

    internal static SaleReport Of(
        FlashSaleSettings settings,
        SaleLog log,
        SaleHistory history,
        long start
    )
    {
        var seconds = log
            .Confirmations.Select(at => Stopwatch.GetElapsedTime(start, at).TotalSeconds)
            .Order()
            .ToList();
        var most = seconds.Take(seconds.Count * 9 / 10).ToList();
        return new(
            settings,
            history,
            log.Took.OrderBy(each => each.Key)
                .ToDictionary(
                    each => each.Key.ToString().ToLowerInvariant(),
                    each => Percentiles.Of(each.Value),
                    StringComparer.Ordinal
                ),
            log.Answers,
            most.Count > 1 ? most.Count / (most[^1] - most[0]) : 0,
            seconds
                .CountBy(second => (long)second)
                .Select(each => each.Value)
                .DefaultIfEmpty()
                .Max(),
            SaleJudge.Judge(history)
        );
    }

    public void Write(TextWriter writer)
    {
        foreach (var line in Lines())
        {
            writer.WriteLine(line);
        }
    }

    private IEnumerable<string> Lines()
    {
        yield return "";
        foreach (var (step, took) in Steps)
        {
            yield return Line($"{step, -6} p50 {took.P50, 8:0.00} ms  p99 {took.P99, 8:0.00}")
                + Line($"  p99.9 {took.P999, 8:0.00}  max {took.Max, 8:0.00}");
        }

        yield return Line($"orders {History.Orders.Count:N0}, {Rate:N0}/s for the first nine")
            + Line($" tenths, {BestSecond:N0} in the best second");
        foreach (var (kind, count) in Answers.OrderByDescending(answer => answer.Value))
        {
            yield return Line($"  {count, 12:N0}  {kind}");
        }

        foreach (var verdict in Verdicts)
        {
            var word = verdict.Holds ? "ok" : "BROKEN";
            yield return Line($"{word, -7} {verdict.Promise, -34} {verdict.Seen}");
        }

        yield return Holds ? "OK" : Line($"FAILED with seed {Settings.Seed}");
    }

    private static string Line(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
