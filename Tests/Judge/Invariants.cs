using System.Collections.Immutable;

namespace Commerce.Judging;

/// <summary>One thing that must be true of every run.</summary>
/// <param name="Id">I1 to I12, and what of it.</param>
internal sealed record Invariant(string Id, Func<Facts, IEnumerable<string>> Violations);

/// <summary>All that a run is judged by.</summary>
internal static class Invariants
{
    public static ImmutableArray<Invariant> All { get; } =
    [
        new("I1 nothing oversold", StockInvariants.NothingOversold),
        new("I1 sales match orders", StockInvariants.SalesMatchOrders),
        new("I1 sold before confirmed", StockInvariants.SoldBeforeConfirmed),
        new("I1 levels match journal", StockInvariants.LevelsMatchJournal),
        new("I1 allotments add up", AllotmentInvariants.AllotmentsAddUp),
        new("I2 stock keeps real time", LinearInvariants.StockKeepsRealTime),
        new("I2 stock tells the truth", LinearInvariants.StockTellsTheTruth),
        new("I2 refusals were true", LinearInvariants.RefusalsWereTrue),
        new("I2 reads were durable", LinearInvariants.ReadsWereDurable),
        new("I2 reads keep real time", LinearInvariants.ReadsKeepRealTime),
        new("I3 answered orders exist", OrderInvariants.AnsweredOrdersExist),
        new("I4 one order per checkout", OrderInvariants.OneOrderPerCheckout),
        new("I4 charged at most once", OrderInvariants.ChargedAtMostOnce),
        new("I4 charged when confirmed", OrderInvariants.ChargedWhenConfirmed),
        new("I4 payments rest", MoneyInvariants.PaymentsRest),
        new("I5 holds end once", StockInvariants.HoldsEndOnce),
        new("I5 holds end in time", StockInvariants.HoldsEndInTime),
        new("I5 nothing held at rest", StockInvariants.NothingHeldAtRest),
        new("I5 nothing on its way at rest", AllotmentInvariants.NothingOnItsWayAtRest),
        new("I5 orders rest", StockInvariants.OrdersRest),
        new("I6 adds count once", CartInvariants.AddsCountOnce),
        new("I6 no cart is stuck", CartInvariants.NoCartIsStuck),
        new("I7 events are complete", LogInvariants.EventsAreComplete),
        new("I7 log tells the journal", LogInvariants.LogTellsTheJournal),
        new("I8 orders add up", MoneyInvariants.OrdersAddUp),
        new("I8 payments keep to their bounds", MoneyInvariants.PaymentsKeepToTheirBounds),
        new("I8 ledger matches journal", MoneyInvariants.LedgerMatchesJournal),
        new("I8 operations sum to totals", MoneyInvariants.OperationsSumToTotals),
        new("I9 nobody is over a limit", LimitInvariants.NobodyIsOverALimit),
        new("I9 orders are counted", LimitInvariants.OrdersAreCounted),
        new("I9 no claim is left behind", LimitInvariants.NoClaimIsLeftBehind),
        new("I10 refused stays refused", OrderInvariants.RefusedStaysRefused),
        new("I10 refused adds are not", CartInvariants.RefusedAddsAreNot),
        new("I11 books add up", facts => facts.Off),
        new("I12 versions never go back", LogInvariants.VersionsNeverGoBack),
    ];

    /// <summary>Those that a run which has only just begun to rest does not yet keep.</summary>
    public static ImmutableArray<Invariant> AtRest { get; } =
    [
        .. All.Where(each =>
            each.Id
                is "I4 payments rest"
                    or "I5 nothing held at rest"
                    or "I5 nothing on its way at rest"
                    or "I5 orders rest"
                    or "I6 no cart is stuck"
                    or "I8 operations sum to totals"
        ),
    ];

    /// <summary>What is wrong with a run, each with the invariant that it breaks.</summary>
    public static ImmutableArray<string> Judge(Facts facts) => Judge(facts, All);

    public static ImmutableArray<string> Judge(Facts facts, ImmutableArray<Invariant> rules) =>
        [
            .. from invariant in rules
            from violation in invariant.Violations(facts)
            select $"{invariant.Id}: {violation}",
        ];
}
