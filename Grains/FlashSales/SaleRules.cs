using Commerce.EventSourcing;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>What operators may do with a sale, and when.</summary>
public sealed partial record Sale
{
    public const int BlockedMax = 10_000;
    public const int OwnerLengthMax = 80;

    /// <summary>How far ahead a sale may start.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(366);

    public static readonly TimeSpan LengthMin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(90);

    /// <summary>
    /// Decides about a sale that is there, if it is the version that was read; <c>null</c>: any.
    /// </summary>
    public Decision<bool, SaleEvent> AsRead(
        long? expected,
        long version,
        Func<Sale, Decision<bool, SaleEvent>> decide
    ) =>
        Terms is null ? SaleRejections.NotFound
        : expected is not null && expected != version ? Rejections.Stale
        : decide(this);

    /// <summary>Drafts the sale, or changes a draft.</summary>
    public Decision<bool, SaleEvent> Put(SaleTerms terms)
    {
        if (Terms is not null && Stage is not SaleStage.Draft)
            return No("Only a draft can be changed. Cancel the sale and make another.");
        if (SaleTermsRules.Objections(terms) is { IsEmpty: false } wrong)
            return SaleRejections.Invalid(wrong);

        return Terms is not null && SaleTermsRules.AreSame(Terms, terms)
            ? true
            : (true, new Drafted(terms, Rehearses));
    }

    public Decision<bool, SaleEvent> Rehearse(SaleId other, SaleTerms terms) =>
        Terms is not null ? No("There is such a sale already. Begin another rehearsal.")
        : SaleTermsRules.Objections(terms) is { IsEmpty: false } wrong
            ? SaleRejections.Invalid(wrong)
        : (true, new Drafted(terms, other));

    public Decision<bool, SaleEvent> Report(RehearsalReport report) =>
        Rehearses is null ? No("This sale is no rehearsal.")
        : Rehearsal is null ? (true, new Rehearsed(report))
        : true;

    /// <param name="id">Names what its units are set apart as.</param>
    public Decision<bool, SaleEvent> Schedule(
        SaleId id,
        DateTimeOffset startsAt,
        DateTimeOffset endsAt,
        DateTimeOffset now
    )
    {
        if (Stage is not (SaleStage.Draft or SaleStage.Scheduled))
            return No("Only a draft, or a sale that is not armed yet, can be scheduled.", now);
        if (IsReturning)
            return No("Units of an earlier schedule are still on their way back. Try again.", now);
        if (startsAt < now)
            return SaleRejections.InvalidSchedule("The start is not in the future.");
        if (startsAt > now + AheadMax)
            return SaleRejections.InvalidSchedule("The start is more than a year away.");
        if (endsAt < startsAt + LengthMin)
            return SaleRejections.InvalidSchedule("A sale lasts at least ten seconds.");
        if (endsAt > startsAt + LengthMax)
            return SaleRejections.InvalidSchedule("A sale lasts at most 90 days.");

        var allotment =
            Stage is SaleStage.Scheduled ? Allotment
            : Schedules == 0 ? id.Value
            : $"{id}.{Schedules + 1}";
        return (true, new Scheduled(startsAt, endsAt, allotment));
    }

    public Decision<bool, SaleEvent> Arm(SaleSecrets secrets, DateTimeOffset now)
    {
        if (Stage is SaleStage.Armed)
            return true;
        if (Stage is not SaleStage.Scheduled || !Quota)
            return No("Only a sale that is scheduled can be armed.", now);

        return (true, new Armed(secrets.Commit, secrets.SealedSeed));
    }

    public Decision<bool, SaleEvent> Start(DateTimeOffset now) =>
        StateAt(now) is SaleState.Armed or SaleState.Prequeue
            ? (true, new StartMoved(now))
            : No("Only a sale that is armed and has not begun can be started.", now);

    public Decision<bool, SaleEvent> Hold(bool isHard, DateTimeOffset now)
    {
        if (StateAt(now) is SaleState.Paused && isHard == (Pause is PauseKind.Hard))
            return true;
        if (StateAt(now) is not (SaleState.Live or SaleState.Paused))
            return No("Only a sale that is live can be paused.", now);

        return (true, new Paused(isHard));
    }

    public Decision<bool, SaleEvent> GoOn(DateTimeOffset now)
    {
        return StateAt(now) switch
        {
            SaleState.Live => true,
            SaleState.Paused => (true, new Resumed()),
            _ => No("Only a sale that is paused can be resumed.", now),
        };
    }

    public Decision<bool, SaleEvent> Stop(DateTimeOffset now)
    {
        return StateAt(now) switch
        {
            SaleState.Live or SaleState.Paused => (true, new Stopped()),
            SaleState.Ended or SaleState.Settling or SaleState.Settled => true,
            _ => No("Only a sale that is live or paused can be stopped. Cancel it instead.", now),
        };
    }

    public Decision<bool, SaleEvent> Extend(DateTimeOffset endsAt, DateTimeOffset now)
    {
        if (Stage is not (SaleStage.Scheduled or SaleStage.Armed) || EndsAt <= now)
            return No("Only a sale that is scheduled or on can be extended.", now);
        if (endsAt <= EndsAt)
            return SaleRejections.InvalidSchedule("The new end is not later than the old one.");
        if (endsAt > StartsAt + LengthMax)
            return SaleRejections.InvalidSchedule("A sale lasts at most 90 days.");

        return (true, new Extended(endsAt));
    }

    public Decision<bool, SaleEvent> Cancel(DateTimeOffset now)
    {
        return StateAt(now) switch
        {
            SaleState.Cancelled => true,
            SaleState.Draft or SaleState.Scheduled or SaleState.Armed or SaleState.Prequeue => (
                true,
                new Cancelled()
            ),
            _ => No("A sale that has begun cannot be called off. Stop it instead.", now),
        };
    }

    public Decision<bool, SaleEvent> SetAdmission(AdmissionRule rule, DateTimeOffset now)
    {
        if (rule.PerSecond is < 0 or > AdmissionRule.PerSecondMax)
            return SaleRejections.AdmissionOutOfRange;
        if (Stage > SaleStage.Armed || EndsAt <= now)
            return No("Nobody is let into a sale that is over.", now);

        return rule == Admission ? true : (true, new AdmissionSet(rule));
    }

    public Decision<bool, SaleEvent> Block(string owner, bool isBlocked)
    {
        if (owner.Length is 0 or > OwnerLengthMax)
            return SaleRejections.OwnerInvalid;
        if (Blocked.Contains(owner) == isBlocked)
            return true;
        if (!isBlocked)
            return (true, new OwnerUnblocked(owner));

        return Blocked.Count >= BlockedMax
            ? SaleRejections.TooManyBlocked
            : (true, new OwnerBlocked(owner));
    }

    private Rejection No(string detail, DateTimeOffset? now = null) =>
        SaleRejections.InvalidTransition(StateAt(now ?? Since), detail);
}
