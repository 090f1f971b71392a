using System.Globalization;

namespace Commerce.LoadTests.FlashSales;

/// <summary>Judges what a flash sale promises, by what was told of it and nothing else.</summary>
public static class SaleJudge
{
    /// <summary>Within which 99 of 100 of those who were admitted are to be served.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Verdict> Judge(SaleHistory history) =>
        [
            Oversold(history),
            Conserved(history),
            Limited(history),
            Punctual(history),
            DrawJudge.Judge(history),
            Served(history),
            Spared(history),
            Admitted(history),
        ];

    private static Verdict Oversold(SaleHistory history)
    {
        var sold = Confirmed(history);
        return new(
            "G1 oversold 0",
            sold <= history.Units && !(history.Settled?.Sold > history.Units),
            Say($"{sold:N0} units in confirmed orders, of {history.Units:N0}")
        );
    }

    private static Verdict Conserved(SaleHistory history)
    {
        var (told, sold) = (history.Settled, Confirmed(history));
        if (told is null)
            return new("G2 sold + left = initial", Holds: false, "the sale has not settled");

        var adds = told.Sold + told.Left == history.Units && told.Granted == history.Units;
        var agrees = told.Sold >= sold && told.Sold <= sold + history.UnitsInDoubt;
        return new(
            "G2 sold + left = initial",
            adds && agrees,
            Say($"{told.Sold:N0} + {told.Left:N0} of {history.Units:N0}; orders {sold:N0}")
                + (history.UnitsInDoubt > 0 ? Say($", in doubt {history.UnitsInDoubt:N0}") : "")
        );
    }

    private static Verdict Limited(SaleHistory history)
    {
        var most = history
            .Orders.GroupBy(order => order.Person)
            .Select(orders => orders.Sum(order => order.Units))
            .DefaultIfEmpty()
            .Max();
        return new(
            "G3 limit per person",
            most <= history.Limit,
            Say($"{most:N0} units at most, of {history.Limit:N0}")
        );
    }

    private static Verdict Punctual(SaleHistory history)
    {
        var early = history.Successes.Count(success => success.At < history.StartsAt);
        var first = history.Successes.Select(success => success.At).DefaultIfEmpty().Min();
        var after = (first - history.StartsAt).TotalMilliseconds;
        return new(
            "G4 nothing before T0",
            early == 0,
            early > 0 ? Say($"{early:N0} successes before it")
                : history.Successes.Count == 0 ? "no success at all"
                : Say($"the first not later than {after:N0} ms after it")
        );
    }

    private static Verdict Served(SaleHistory history)
    {
        var took = history.Checkouts.Select(seen => seen.Took).Order().ToList();
        var rank = (int)double.Ceiling(took.Count * 0.99);
        var p99 = rank == 0 ? TimeSpan.Zero : took[rank - 1];
        var lost = history.Checkouts.Count(seen => seen.Took > Prompt && seen.LostHold);
        return new(
            "G6 checkout p99 ≤ 1 s, or held",
            p99 <= Prompt || lost == 0,
            Say($"p99 {p99.TotalMilliseconds:N0} ms of {took.Count:N0}")
                + (p99 > Prompt ? Say($"; {lost:N0} slow ones lost their units") : "")
        );
    }

    private static Verdict Spared(SaleHistory history) =>
        new(
            "G7 no 5xx, no 429 without a time",
            history.Failures.Count == 0,
            Say(history.Failures)
                + (
                    history.Excused.Count == 0
                        ? ""
                        : $"; while processes were away: {Say(history.Excused)}"
                )
        );

    private static string Say(IReadOnlyDictionary<string, long> answers) =>
        answers.Count == 0
            ? "none"
            : string.Join(", ", answers.Select(each => Say($"{each.Value} {each.Key}")));

    private static Verdict Admitted(SaleHistory history) =>
        new(
            "no entry without an admission",
            history.EntriesWithout == 0,
            Say($"{history.EntriesWithout:N0} entries")
        );

    private static long Confirmed(SaleHistory history) =>
        history.Orders.Sum(order => (long)order.Units);

    private static string Say(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Promise">What is promised, in a few words.</param>
/// <param name="Holds">Whether it was kept.</param>
/// <param name="Seen">What was seen, for people.</param>
public sealed record Verdict(string Promise, bool Holds, string Seen);
