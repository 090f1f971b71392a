using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.FlashSales;

/// <summary>
/// The units of one sale that one identity has claimed. A claim ends once: given back, taken over,
/// or by itself at its time; one without an end stays, which may be as it is within the limit.
/// </summary>
/// <param name="Units">The sum of the claims.</param>
/// <param name="Claims">By their holders.</param>
/// <param name="Refused">Who gave back, while an older claim of theirs may still come.</param>
/// <param name="Spent">Admissions, and who spent them.</param>
public sealed record PurchaseLimit(
    long Units,
    Expiring<Claimed> Claims,
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

    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static PurchaseLimit Initial { get; } = new(0, new(), new(), new());

    /// <summary>What is remembered is forgotten in passing: only claims need a clock.</summary>
    public DateTimeOffset? WakeAt => Claims.FirstEnd < Never ? Claims.FirstEnd : null;

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
        if (limit.Claims.TryGetValue(claim.Holder, out var existing))
            return existing.Units != claim.Units ? SaleRejections.ClaimEnded
                : EndOf(existing.Until) < EndOf(claim.Until)
                    ? Told(now, new Prolonged(claim.Holder, claim.Until))
                : limit.Standing;
        if (limit.IsSpentByAnother(claim))
            return SaleRejections.AdmissionSpent;

        var left = claim.Max - limit.UnitsBeside(claim.Replaces, now);
        if (claim.Units > left)
            return SaleRejections.LimitReached(long.Max(0, left));

        var replaced =
            claim.Replaces is { } other && other != claim.Holder && !limit.Refused.Contains(other)
                ? other
                : null;
        return Told(
            now,
            new Claimed(
                claim.Holder,
                claim.Units,
                claim.Until,
                notAfter,
                claim.Admission ?? limit.AdmissionOf(claim.Replaces),
                replaced
            )
        );
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

        return Told(now, new Released(holder, limit.ClaimedBy(holder), notAfter));
    }

    /// <summary>Ends the claims whose time is over.</summary>
    public Decision<LimitStanding, PurchaseLimitEvent> Lapse(DateTimeOffset now) => Told(now);

    /// <summary>What is claimed, without what has run out.</summary>
    public LimitStanding StandingAt(DateTimeOffset now) => At(now).Standing;

    public PurchaseLimit Evolve(PurchaseLimitEvent happened, DateTimeOffset at)
    {
        var limit = Forget(at);
        return happened switch
        {
            Claimed { Replaces: { } other } e => limit.GiveBack(other, e.NotAfter).Begin(e, at),
            Claimed e => limit.Begin(e, at),
            Prolonged e => limit.Remember(limit.Claims[e.Holder] with { Until = e.Until }, at),
            Released e => limit.GiveBack(e.Holder, e.NotAfter),
            Lapsed e => limit with
            {
                Units = limit.Units - e.Units,
                Claims = limit.Claims.After(e.By),
            },
            _ => throw new UnreachableException($"No such event of a limit: {happened}"),
        };
    }

    private PurchaseLimit Begin(Claimed e, DateTimeOffset at) =>
        Remember(e, at) with
        {
            Units = Units + e.Units,
        };

    private PurchaseLimit Remember(Claimed claim, DateTimeOffset at) =>
        this with
        {
            Claims = Claims.Set(claim.Holder, claim, EndOf(claim.Until)),
            Spent = claim.Admission is { } admission
                ? Spent.Set(admission, claim.Holder, (claim.Until ?? at) + AdmissionMemory)
                : Spent,
        };

    /// <summary>Its older commands, that claim of it and this release, are refused.</summary>
    private PurchaseLimit GiveBack(string holder, Deadline notAfter)
    {
        var claim = Claims.TryGetValue(holder, out var open) ? open : null;
        var until = claim?.NotAfter.End > notAfter.End ? claim.NotAfter.End : notAfter.End;
        return this with
        {
            Units = Units - (claim?.Units ?? 0),
            Claims = Claims.Remove(holder),
            Refused = Refused.Set(holder, value: true, until),
            // Nothing was had for it: whoever gave back may come again with it.
            Spent = claim?.Admission is { } admission ? Spent.Remove(admission) : Spent,
        };
    }

    private bool IsSpentByAnother(LimitClaim claim) =>
        claim.Admission is { } admission
        && Spent.TryGetValue(admission, out var spender)
        && spender != claim.Holder
        && spender != claim.Replaces;

    private LimitStanding Standing => new(Units);

    /// <remarks>
    /// A ledger is not told who has paid. One that forgets who has not is known bad, and takes what
    /// was claimed within the last minute for unpaid, as it may well be.
    /// </remarks>
    private long UnitsBeside(string? replaced, DateTimeOffset now) =>
        KnownBad.ForgetsUnpaidClaims
            ? Claims
                .Values.Where(claim => claim.NotAfter.HasPassed(now.AddMinutes(-1)))
                .Sum(claim => (long)claim.Units)
            : Units - (replaced is null ? 0 : ClaimedBy(replaced));

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

    private static DateTimeOffset EndOf(DateTimeOffset? until) => until ?? Never;

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
