using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What may be asked of a sale; how its units come and go is beside this.</summary>
[GrainType("sale")]
public sealed partial class SaleGrain(AggregateRuntime runtime, ISubjectKeys subjects)
    : AggregateGrain<Sale, SaleEvent>(runtime),
        ISaleGrain
{
    private SaleId Id => new(this.GetPrimaryKeyString());

    public Task<Outcome<SaleTold>> Put(SaleTerms terms, long? expected) =>
        Settled(
            (sale, _) =>
                expected is not null && expected != DecidedVersion
                    ? Rejections.Stale
                    : sale.Put(terms)
        );

    public Task<Outcome<SaleTold>> Rehearse(SaleId other, SaleTerms terms) =>
        Settled((sale, _) => sale.Rehearse(other, terms));

    public Task<Outcome<SaleTold>> ReportRehearsal(RehearsalReport report) =>
        Tell(expected: null, (sale, _) => sale.Report(report));

    public async Task<Outcome<SaleTold>> Schedule(
        DateTimeOffset startsAt,
        DateTimeOffset endsAt,
        long? expected
    )
    {
        var scheduled = await Tell(
            expected,
            (sale, now) => sale.Schedule(Id, startsAt, endsAt, now)
        );
        if (!scheduled.IsAccepted)
            return scheduled.Rejection;

        await Drive();
        return State.Problem is { } problem ? problem : Tell();
    }

    public Task<Outcome<SaleTold>> Arm(SaleSecrets secrets) =>
        Tell(
            expected: null,
            (sale, now) => sale.Arm(secrets, now),
            new SubjectKey(Id.Value, secrets.WrappedKey.AsMemory())
        );

    public Task<Outcome<SaleTold>> Start(long? expected) =>
        Tell(expected, (sale, now) => sale.Start(now));

    public async Task<Outcome<SaleTold>> Pause(bool isHard, long? expected)
    {
        var wasHard = State.Pause is PauseKind.Hard;
        var told = await Tell(expected, (sale, now) => sale.Hold(isHard, now));
        if (told.IsAccepted && wasHard && !isHard)
        {
            await ProlongHolds();
        }

        KeepHeld();
        return told;
    }

    public async Task<Outcome<SaleTold>> Resume(long? expected)
    {
        var wasHard = State.Pause is PauseKind.Hard;
        var told = await Tell(expected, (sale, now) => sale.GoOn(now));
        if (told.IsAccepted && wasHard)
        {
            await ProlongHolds();
        }

        return told;
    }

    public async Task<Outcome<SaleTold>> Stop(long? expected)
    {
        var told = await Tell(expected, (sale, now) => sale.Stop(now));
        if (!told.IsAccepted)
            return told;

        await Drive();
        return Tell();
    }

    public Task<Outcome<SaleTold>> Extend(DateTimeOffset endsAt, long? expected) =>
        Tell(expected, (sale, now) => sale.Extend(endsAt, now));

    public async Task<Outcome<SaleTold>> Cancel(long? expected)
    {
        var told = await Tell(expected, (sale, now) => sale.Cancel(now));
        if (!told.IsAccepted)
            return told;

        await Drive();
        return Tell();
    }

    public Task<Outcome<SaleTold>> SetAdmission(AdmissionRule rule, long? expected) =>
        Tell(expected, (sale, now) => sale.SetAdmission(rule, now));

    public Task<Outcome<SaleTold>> Block(string owner, bool isBlocked) =>
        Tell(expected: null, (sale, _) => sale.Block(owner, isBlocked));

    public Task<Outcome<SaleTold>> Get() => Task.FromResult(Tell());

    public async Task<Outcome<SaleTold>> Await(
        long version,
        TimeSpan patience,
        CancellationToken cancellation = default
    )
    {
        await UntilChanged(version, patience, cancellation);
        return Tell();
    }

    public Task<Outcome<SaleOffer>> GetOffer(Sku sku) => Task.FromResult(State.Offer(sku, Now));

    public Task<bool> IsHardPaused() =>
        Task.FromResult(State.Pause is PauseKind.Hard && State.StateAt(Now) is SaleState.Paused);

    public async Task<ImmutableArray<byte>?> GetSubjectKey() =>
        await subjects.Read(Id.Value) is { } wrapped ? [.. wrapped] : null;

    public Task Hear() => Drive();

    protected override async Task OnWake()
    {
        KeepHeld();
        await Drive();
    }

    private Task<Outcome<SaleTold>> Tell(
        long? expected,
        Func<Sale, DateTimeOffset, Decision<bool, SaleEvent>> decide,
        SubjectKey? key = null
    ) =>
        Settled(
            (sale, now) => sale.AsRead(expected, DecidedVersion, read => decide(read, now)),
            key
        );

    private async Task<Outcome<SaleTold>> Settled(
        Func<Sale, DateTimeOffset, Decision<bool, SaleEvent>> decide,
        SubjectKey? key = null
    )
    {
        var decided = await Settle(decide, key);
        return decided.IsAccepted ? Tell() : decided.Rejection;
    }

    private Outcome<SaleTold> Tell() =>
        State.Terms is null ? SaleRejections.NotFound : State.Told(Id, Version);
}
