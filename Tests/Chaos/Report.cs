using System.Globalization;
using Commerce.Judging;

namespace Commerce.Chaos;

/// <summary>What people read of a run.</summary>
internal static class Report
{
    /// <summary>More of the same evidence tells nothing new.</summary>
    private const int EvidenceMax = 5;

    public static void Plan(Wish wish, TimeSpan warm, IReadOnlyList<Fault> faults)
    {
        Says($"Seed {wish.Seed}. All of it is in {wish.Folder}.");
        if (wish.KnownBad is not null)
            Says($"The silos are wrong: {wish.KnownBad}.");
        Says($"The plan, from {warm.TotalSeconds:0} s after the first buyer on:");
        foreach (var fault in faults)
            Says($"{fault}");
    }

    public static void Begins(Fault fault, TimeSpan at) =>
        Says($"At {at.TotalSeconds:0.0} s: {Fault.NameOf(fault.Kind)} {fault.On}.");

    public static void Ended(Played played)
    {
        var before = played.Begun is null ? "not run: " : "";
        Says($"  {before}{played.Noted}{(played.Wrong is null ? "" : $"; {played.Wrong}")}");
    }

    public static void Tell(Verdict verdict)
    {
        Calls(verdict);
        Says("");
        foreach (var each in verdict.Recovered)
            Says($"{Recovery(each)}");
        foreach (var each in verdict.Played.Where(each => each.Begun is null))
            Says($"not run: {each.Fault} ({each.Noted})");
        var stale = LinearInvariants.StaleReads(verdict.Facts).Count();
        Says(
            $"{stale} reads of stock were answered by a silo that was cut off and did not know yet"
        );
        var late = StockInvariants.Lapses(verdict.Facts).Select(lapse => lapse.Late).ToList();
        var latest = late.DefaultIfEmpty().Max().TotalSeconds;
        Says(
            Text($"{late.Count} holds ran out, gone {latest:0.00} s late at most, but for outages")
        );
        Says("");
        foreach (var (id, broken) in verdict.Invariants)
        {
            Says($"{id, -40} {(broken.IsEmpty ? "held" : $"BROKEN, {broken.Length} times")}");
            foreach (var evidence in broken.Take(EvidenceMax))
                Says($"    {evidence}");
        }

        Says($"{"I9 coupons, points", -40} does not apply: there are none yet");
        var wrong = verdict.Played.Select(each => each.Wrong).OfType<string>().ToList();
        Says($"{"all comes to rest", -40} {(verdict.Unrest is null ? "held" : "BROKEN")}");
        if (verdict.Unrest is { } unrest)
            Says($"    {unrest}");
        Says($"{"faults end as they must", -40} {(wrong.Count == 0 ? "held" : "BROKEN")}");
        foreach (var each in wrong)
            Says($"    {each}");
        var notRun = verdict.Played.Count(each => each.Begun is null);
        Says("");
        Says(
            $"VERDICT: {(verdict.IsBroken ? "BROKEN" : "held")}, "
                + $"recovery {(verdict.IsMissed ? "MISSED" : "in time")}, {notRun} faults not run"
        );
    }

    public static void Says(string text) => Console.WriteLine(text);

    private static void Calls(Verdict verdict)
    {
        var history = verdict.Facts.History;
        Says("");
        Says($"{"calls", -10} {"ok", 8} {"fail", 8} {"unknown", 8}");
        foreach (var kind in history.GroupBy(call => call.Kind).OrderBy(kind => kind.Key))
        {
            var (ok, fail, unknown) = (Count("ok"), Count("fail"), Count("unknown"));
            Says($"{kind.Key, -10} {ok, 8} {fail, 8} {unknown, 8}");
            int Count(string outcome) => kind.Count(call => call.Outcome == outcome);
        }

        var orders = verdict.Facts.Orders().ToList();
        var confirmed = orders.Count(order => order.ConfirmedAt is not null);
        var rate = history.Count(call => call.Heard is not null) / verdict.Time.TotalSeconds;
        Says(
            $"{orders.Count} orders, {confirmed} of them confirmed; "
                + $"{verdict.Facts.Journal.Length} events; {rate:0} calls/s answered"
        );
    }

    private static string Recovery(Recovered each)
    {
        var fault = each.Played.Fault;
        var took = each.Took is { } time
            ? Text($"{time.TotalSeconds:0.0} s")
            : "not before the next fault";
        var target = fault.Target is { } max ? Text($"of {max.TotalSeconds:0} s") : "no target";
        var from = fault.CountsFromItsEnd ? "after its end" : "after it";
        return $"{Fault.NameOf(fault.Kind)} {fault.On}: served {took} {from}, {target}"
            + (each.IsMissed ? ": MISSED" : "");
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
