using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.FlashSales;

/// <summary>
/// The units of one sale that one identity has claimed or bought. A claim ends once: kept, given
/// back, or by itself at its time.
/// </summary>
/// <param name="Standing">Counters of the two maps below.</param>
/// <param name="Claims">By their holders.</param>
/// <param name="Bought">Units by their holders: within the limit, so that they may stay.</param>
/// <param name="Refused">Who gave back, while an older claim of theirs may still come.</param>
/// <param name="Spent">Admissions, and who spent them.</param>
public sealed record PurchaseLimit(
    LimitStanding Standing,
    Expiring<Claimed> Claims,
    ImmutableDictionary<string, int> Bought,
    Expiring<bool> Refused,
    Expiring<string> Spent
) : IAggregate<PurchaseLimit, PurchaseLimitEvent>
{
    public const int UnitsMax = 1_000;

    /// <summary>
    /// How long after the claim that spent it an admission is remembered: much longer than an
    /// admission lasts.
    /// </summary>
    public static readonly TimeSpan AdmissionMemory = TimeSpan.FromDays(1);

    public static PurchaseLimit Initial { get; } =
        new(new(0, 0), new(), ImmutableDictionary<string, int>.Empty, new(), new());

    /// <summary>What is remembered is forgotten in passing: only claims need a clock.</summary>
    public DateTimeOffset? WakeAt => Claims.FirstEnd;

    public Decision<LimitStanding, PurchaseLimitEvent> Claim(
        LimitClaim claim,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now) || claim.Until <= now)
            return Rejections.TooLate;
        if (claim.Units is < 1 or > UnitsMax)
            return StockRejections.QuantityOutOfRange;

        var limit = At(now);
        if (limit.Refused.Contains(claim.Holder))
            return SaleRejections.ClaimEnded;
        if (limit.Bought.ContainsKey(claim.Holder))
            return limit.Standing;
        if (limit.Claims.TryGetValue(claim.Holder, out var existing))
            return existing.Units != claim.Units ? SaleRejections.ClaimEnded
                : existing.Until < claim.Until ? Told(now, new Prolonged(claim.Holder, claim.Until))
                : limit.Standing;
        if (limit.IsSpentByAnother(claim))
            return SaleRejections.AdmissionSpent;

        var left = claim.Max - limit.UnitsBeside(claim.Replaces);
        if (claim.Units > left)
            return SaleRejections.LimitReached(long.Max(0, left));

        var claimed = new Claimed(
            claim.Holder,
            claim.Units,
            claim.Until,
            notAfter,
            claim.Admission ?? limit.AdmissionOf(claim.Replaces)
        );
        return claim.Replaces is { } other && other != claim.Holder && limit.MayGiveUp(other)
            ? Told(now, new Released(other, limit.ClaimedBy(other), notAfter), claimed)
            : Told(now, claimed);
    }

    public Decision<LimitStanding, PurchaseLimitEvent> Keep(
        string holder,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        var limit = At(now);
        if (limit.Bought.ContainsKey(holder))
            return limit.Standing;
        if (!limit.Claims.TryGetValue(holder, out var claim))
            return SaleRejections.ClaimEnded;

        return Told(now, new Kept(holder, claim.Units));
    }

    public Decision<LimitStanding, PurchaseLimitEvent> Release(
        string holder,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        var limit = At(now);
        if (limit.Refused.Contains(holder))
            return limit.Standing;

        var units = limit.Bought.GetValueOrDefault(holder, limit.ClaimedBy(holder));
        return Told(now, new Released(holder, units, notAfter));
    }

    /// <summary>Ends the claims whose time is over.</summary>
    public Decision<LimitStanding, PurchaseLimitEvent> Lapse(DateTimeOffset now) => Told(now);

    /// <summary>What is claimed and bought, without what has run out.</summary>
    public LimitStanding StandingAt(DateTimeOffset now) => At(now).Standing;

    public PurchaseLimit Evolve(PurchaseLimitEvent happened, DateTimeOffset at)
    {
        var limit = Forget(at);
        return happened switch
        {
            Claimed e => limit.Begin(e),
            Prolonged e => limit.Remember(limit.Claims[e.Holder] with { Until = e.Until }),
            Kept e => limit with
            {
                Standing = limit.Standing.Plus(claimed: -e.Units, bought: e.Units),
                Claims = limit.Claims.Remove(e.Holder),
                Bought = limit.Bought.Add(e.Holder, e.Units),
            },
            Released e => limit.GiveBack(e),
            Lapsed e => limit with
            {
                Standing = limit.Standing.Plus(claimed: -e.Units),
                Claims = limit.Claims.After(e.By),
            },
            _ => throw new UnreachableException($"No such event of a limit: {happened}"),
        };
    }

    private PurchaseLimit Begin(Claimed e) =>
        Remember(e) with
        {
            Standing = Standing.Plus(claimed: e.Units),
        };

    private PurchaseLimit Remember(Claimed claim) =>
        this with
        {
            Claims = Claims.Set(claim.Holder, claim, claim.Until),
            Spent = claim.Admission is { } admission
                ? Spent.Set(admission, claim.Holder, claim.Until + AdmissionMemory)
                : Spent,
        };

    /// <summary>Its older commands, that claim of it and this release, are refused.</summary>
    private PurchaseLimit GiveBack(Released e)
    {
        var claim = Claims.TryGetValue(e.Holder, out var open) ? open : null;
        var isBought = Bought.ContainsKey(e.Holder);
        var until = claim?.NotAfter.End > e.NotAfter.End ? claim.NotAfter.End : e.NotAfter.End;
        return this with
        {
            Standing = isBought
                ? Standing.Plus(bought: -e.Units)
                : Standing.Plus(claimed: -e.Units),
            Claims = Claims.Remove(e.Holder),
            Bought = Bought.Remove(e.Holder),
            Refused = Refused.Set(e.Holder, value: true, until),
            // Nothing was had for it: whoever gave back may come again with it.
            Spent = claim?.Admission is { } admission ? Spent.Remove(admission) : Spent,
        };
    }

    private bool IsSpentByAnother(LimitClaim claim) =>
        claim.Admission is { } admission
        && Spent.TryGetValue(admission, out var spender)
        && spender != claim.Holder
        && spender != claim.Replaces;

    private bool MayGiveUp(string holder) =>
        !Bought.ContainsKey(holder) && !Refused.Contains(holder);

    private long UnitsBeside(string? replaced) =>
        KnownBad.ForgetsUnpaidClaims
            ? Standing.Bought
            : Standing.Claimed + Standing.Bought - (replaced is null ? 0 : ClaimedBy(replaced));

    /// <summary>What let in whoever is replaced: it stays spent.</summary>
    private string? AdmissionOf(string? replaced) =>
        replaced is not null && Claims.TryGetValue(replaced, out var claim)
            ? claim.Admission
            : null;

    private int ClaimedBy(string holder) =>
        Claims.TryGetValue(holder, out var claim) ? claim.Units : 0;

    private PurchaseLimit Forget(DateTimeOffset at) =>
        Refused.FirstEnd <= at || Spent.FirstEnd <= at
            ? this with
            {
                Refused = Refused.After(at),
                Spent = Spent.After(at),
            }
            : this;

    /// <summary>What has run out is gone, whether or not anyone has woken the ledger.</summary>
    private PurchaseLimit At(DateTimeOffset now) =>
        Due(now).Aggregate(Forget(now), (limit, happened) => limit.Evolve(happened, now));

    private ImmutableArray<PurchaseLimitEvent> Due(DateTimeOffset now) =>
        WakeAt <= now ? [new Lapsed(now, Claims.EndedBy(now).Sum(claim => (long)claim.Units))] : [];

    private Decision<LimitStanding, PurchaseLimitEvent> Told(
        DateTimeOffset now,
        params ImmutableArray<PurchaseLimitEvent> happened
    )
    {
        var events = Due(now).AddRange(happened);
        var after = events.Aggregate(Forget(now), (limit, e) => limit.Evolve(e, now));
        return new(after.Standing, events);
    }
}
