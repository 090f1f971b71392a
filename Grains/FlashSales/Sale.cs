using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>A sale: its terms, its times, and what its operators decided.</summary>
/// <param name="Schedules">How often it was scheduled: each time has an allotment of its
/// own.</param>
/// <param name="Quota">Whether its units are set apart.</param>
/// <param name="IsReturning">Whether units that were set apart are on their way back.</param>
/// <param name="AskAt">When its stocks are asked again whether all is back.</param>
public sealed partial record Sale(
    SaleTerms? Terms,
    SaleStage Stage,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    string Allotment,
    int Schedules,
    bool Quota,
    bool IsReturning,
    string? Commit,
    string? SealedSeed,
    PauseKind Pause,
    DateTimeOffset PausedAt,
    AdmissionRule Admission,
    ImmutableSortedSet<string> Blocked,
    ImmutableArray<SaleResult> Results,
    Rejection? Problem,
    SaleId? Rehearses,
    DateTimeOffset CreatedAt,
    DateTimeOffset Since,
    DateTimeOffset AskAt
) : IAggregate<Sale, SaleEvent>
{
    /// <summary>How long its stocks may take to answer before they are asked again.</summary>
    public static readonly TimeSpan StepMax = TimeSpan.FromSeconds(10);

    public static Sale Initial { get; } =
        new(
            Terms: null,
            SaleStage.Draft,
            StartsAt: null,
            EndsAt: null,
            Allotment: "",
            Schedules: 0,
            Quota: false,
            IsReturning: false,
            Commit: null,
            SealedSeed: null,
            PauseKind.None,
            PausedAt: default,
            new(),
            [],
            [],
            Problem: null,
            Rehearses: null,
            CreatedAt: default,
            Since: default,
            AskAt: default
        );

    /// <summary>How virtual shoppers fared in it, if it is a rehearsal.</summary>
    public RehearsalReport? Rehearsal { get; init; }

    /// <summary>When payments were stopped, and until when.</summary>
    public ImmutableArray<(DateTimeOffset From, DateTimeOffset To)> HardPauses { get; init; } = [];

    public DateTimeOffset? WakeAt =>
        IsReturning ? AskAt
        : Stage is SaleStage.Scheduled && !Quota ? Since + StepMax
        : Stage is SaleStage.Scheduled or SaleStage.Armed ? EndsAt
        : null;

    public Sale Evolve(SaleEvent happened, DateTimeOffset at)
    {
        var sale = this with { Since = at };
        return happened switch
        {
            Drafted e => sale with
            {
                Terms = e.Terms,
                Rehearses = e.Rehearses,
                CreatedAt = Terms is null ? at : CreatedAt,
            },
            Scheduled e => sale with
            {
                Stage = SaleStage.Scheduled,
                StartsAt = e.StartsAt,
                EndsAt = e.EndsAt,
                Allotment = e.Allotment,
                Schedules = e.Allotment == Allotment ? Schedules : Schedules + 1,
                Quota = Quota && e.Allotment == Allotment,
                Problem = null,
            },
            QuotaSet => sale with { Quota = true },
            ScheduleFailed e => sale.Return(at) with
            {
                Stage = SaleStage.Draft,
                StartsAt = null,
                EndsAt = null,
                Problem = new(e.Code, RejectionKind.Conflict, e.Detail, Data: e.Facts),
            },
            Armed e => sale with
            {
                Stage = SaleStage.Armed,
                Commit = e.Commit,
                SealedSeed = e.SealedSeed,
            },
            StartMoved e => sale with { StartsAt = e.StartsAt },
            Paused e => sale.EndPause(at) with
            {
                Pause = e.Hard ? PauseKind.Hard : PauseKind.Soft,
                PausedAt = at,
            },
            Resumed => sale.EndPause(at) with { Pause = PauseKind.None },
            Extended e => sale with { EndsAt = e.EndsAt },
            Stopped => sale with { EndsAt = at },
            Cancelled => sale.Return(at) with { Stage = SaleStage.Cancelled },
            SettlingBegan => sale.EndPause(at).Finish(happened),
            SettlingContinues or Settled => sale.Finish(happened),
            Rehearsed e => sale with { Rehearsal = e.Report },
            AdmissionSet e => sale with { Admission = e.Rule },
            OwnerBlocked e => sale with { Blocked = Blocked.Add(e.Owner) },
            OwnerUnblocked e => sale with { Blocked = Blocked.Remove(e.Owner) },
            _ => throw new UnreachableException($"No such sale event: {happened}"),
        };
    }

    public SaleState StateAt(DateTimeOffset now) =>
        SaleSchedule.StateAt(Stage, Quota, Pause, StartsAt, EndsAt, now);

    /// <summary>How long payments have been stopped since a moment; by now they are not.</summary>
    public TimeSpan StoppedSince(DateTimeOffset since) =>
        HardPauses
            .Where(pause => pause.To > since)
            .Aggregate(
                TimeSpan.Zero,
                (sum, pause) => sum + (pause.To - (pause.From > since ? pause.From : since))
            );

    public SaleTold Told(SaleId id, long version) =>
        new(
            id,
            Terms!,
            Stage,
            StartsAt,
            EndsAt,
            Allotment,
            Quota,
            Commit,
            SealedSeed,
            Pause,
            Admission,
            [.. Blocked],
            Results,
            Problem,
            CreatedAt,
            version,
            Rehearses,
            Rehearsal
        );

    private Sale EndPause(DateTimeOffset at) =>
        Pause is PauseKind.Hard ? this with { HardPauses = HardPauses.Add((PausedAt, at)) } : this;

    private Sale Finish(SaleEvent happened) =>
        happened switch
        {
            SettlingBegan e => this with
            {
                Stage = SaleStage.Settling,
                Pause = PauseKind.None,
                IsReturning = true,
                AskAt = e.AskAt,
            },
            SettlingContinues e => this with { AskAt = e.AskAt },
            Settled e when Stage is SaleStage.Settling => this with
            {
                Stage = SaleStage.Settled,
                Quota = false,
                IsReturning = false,
                Results = e.Results,
            },
            _ => this with { Quota = false, IsReturning = false },
        };

    /// <summary>What was set apart, if anything was asked for, goes back.</summary>
    private Sale Return(DateTimeOffset at) =>
        this with
        {
            IsReturning = Stage is SaleStage.Scheduled or SaleStage.Armed,
            AskAt = at + StepMax,
        };
}
