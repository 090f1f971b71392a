using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>
/// One flash sale: what is sold when, and whether it is on. Its state is a function of time and of
/// what was decided before: nothing is written when it starts.
/// </summary>
/// <remarks>
/// What the state does not allow is rejected with <c>invalid_transition</c>, saying what it is and
/// what it would have to be. <c>precondition_failed</c> where an expected version is not the one.
/// </remarks>
[Alias("commerce.flash-sales.sale")]
public interface ISaleGrain : IAlarmed, IInformed
{
    /// <summary>
    /// Creates the sale as a draft, or changes one that is a draft. Rejected with
    /// <c>invalid_sale</c>, naming each wrong member.
    /// </summary>
    [Alias("put")]
    Task<Outcome<SaleTold>> Put(SaleTerms terms, long? expected);

    /// <summary>
    /// Creates the sale as a draft that rehearses another: its SKUs are clones, and shoppers are
    /// never shown it. Rejected as <see cref="Put"/> is.
    /// </summary>
    [Alias("rehearse")]
    Task<Outcome<SaleTold>> Rehearse(SaleId other, SaleTerms terms);

    /// <summary>Keeps how its rehearsal went, once.</summary>
    [Alias("report-rehearsal")]
    Task<Outcome<SaleTold>> ReportRehearsal(RehearsalReport report);

    /// <summary>
    /// Sets when it starts and ends, and its units apart from normal stock. Rejected with
    /// <c>invalid_schedule</c>, and with <c>insufficient_stock</c> where normal stock has fewer
    /// units; nothing is set apart then.
    /// </summary>
    [Alias("schedule")]
    Task<Outcome<SaleTold>> Schedule(
        DateTimeOffset startsAt,
        DateTimeOffset endsAt,
        long? expected
    );

    /// <summary>
    /// Commits to a seed for the draw, and makes ready. Only the first counts.
    /// </summary>
    [Alias("arm")]
    Task<Outcome<SaleTold>> Arm(SaleSecrets secrets);

    /// <summary>Starts an armed sale now, instead of later.</summary>
    [Alias("start")]
    Task<Outcome<SaleTold>> Start(long? expected);

    /// <summary>
    /// Lets nobody in and nobody hold any more; who holds may pay. A hard pause stops payments too,
    /// and what is held then is held longer by its length.
    /// </summary>
    [Alias("pause")]
    Task<Outcome<SaleTold>> Pause(bool isHard, long? expected);

    [Alias("resume")]
    Task<Outcome<SaleTold>> Resume(long? expected);

    /// <summary>Ends it now. What is held may be paid for.</summary>
    [Alias("stop")]
    Task<Outcome<SaleTold>> Stop(long? expected);

    /// <summary>Moves the end to later.</summary>
    [Alias("extend")]
    Task<Outcome<SaleTold>> Extend(DateTimeOffset endsAt, long? expected);

    /// <summary>Calls off a sale that has not started; its units go back.</summary>
    [Alias("cancel")]
    Task<Outcome<SaleTold>> Cancel(long? expected);

    /// <summary>Sets how fast people are let in.</summary>
    [Alias("admit")]
    Task<Outcome<SaleTold>> SetAdmission(AdmissionRule rule, long? expected);

    /// <summary>
    /// Keeps somebody out (a cart or an account), or lets them in again; at most 10,000.
    /// </summary>
    [Alias("block")]
    Task<Outcome<SaleTold>> Block(string owner, bool isBlocked);

    [Alias("get")]
    Task<Outcome<SaleTold>> Get();

    /// <summary>The sale when it is past that version, or as it is after the patience.</summary>
    [Alias("await")]
    Task<Outcome<SaleTold>> Await(
        long version,
        TimeSpan patience,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// What a unit of a SKU costs in the sale at this moment, by the clock that decides. Rejected
    /// with <c>sale_not_open</c>, <c>sale_paused</c>, <c>sale_closed</c> and
    /// <c>product_unavailable</c>.
    /// </summary>
    [Alias("offer")]
    Task<Outcome<SaleOffer>> GetOffer(Sku sku);

    /// <summary>Whether payments are stopped, too.</summary>
    [Alias("is-hard-paused")]
    Task<bool> IsHardPaused();

    /// <summary>The wrapped key of the sale; <c>null</c> before it is armed, and once it is
    /// settled.</summary>
    [Alias("subject-key")]
    Task<ImmutableArray<byte>?> GetSubjectKey();
}

/// <summary>A sale as it is told.</summary>
/// <param name="Commit">The hash of the draw's seed, in lower-case hexadecimal.</param>
/// <param name="SealedSeed">The seed, sealed under the sale's key.</param>
/// <param name="Allotment">What its units are set apart as.</param>
/// <param name="Quota">Whether its units have been set apart.</param>
/// <param name="Problem">Why it could not be scheduled, the last time.</param>
/// <param name="Rehearses">The sale that this one is a rehearsal of.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-told")]
public sealed record SaleTold(
    SaleId Id,
    SaleTerms Terms,
    SaleStage Stage,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    string Allotment,
    bool Quota,
    string? Commit,
    string? SealedSeed,
    PauseKind Pause,
    AdmissionRule Admission,
    ImmutableArray<string> Blocked,
    ImmutableArray<SaleResult> Results,
    Rejection? Problem,
    DateTimeOffset CreatedAt,
    long Version,
    SaleId? Rehearses = null,
    RehearsalReport? Rehearsal = null
)
{
    /// <summary>How it stands at a moment. Who sells out and who does not is told apart.</summary>
    public SaleState StateAt(DateTimeOffset now) =>
        SaleSchedule.StateAt(Stage, Quota, Pause, StartsAt, EndsAt, now);
}

/// <summary>How virtual shoppers fared in a rehearsal.</summary>
/// <param name="Joined">Who got a ticket.</param>
/// <param name="Served">Who held units, whatever became of that.</param>
/// <param name="Refused">Who was let in and found no units.</param>
/// <param name="SoldOutAfter">From the start until the last unit was sold; <c>null</c>: units were
/// left.</param>
/// <param name="HoldP50">Of how long a hold and its claim took.</param>
/// <param name="BestSecond">Units sold in the second in which most were.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.rehearsal-report")]
public sealed record RehearsalReport(
    int Shoppers,
    int Joined,
    int Served,
    int Refused,
    long Sold,
    long Left,
    TimeSpan? SoldOutAfter,
    TimeSpan HoldP50,
    TimeSpan HoldP99,
    int BestSecond
);

/// <summary>What is left and what was sold of an item, once the sale is settled.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.result")]
public sealed record SaleResult(Sku Sku, long Granted, long Sold, long Left);

/// <summary>What was decided of a sale; its state follows from that and the time.</summary>
[GenerateSerializer, Alias("commerce.flash-sales.stage")]
public enum SaleStage
{
    Draft = 1,
    Scheduled = 2,
    Armed = 3,

    /// <summary>It has ended, and waits for those who hold units.</summary>
    Settling = 4,
    Settled = 5,
    Cancelled = 6,
}

[GenerateSerializer, Alias("commerce.flash-sales.pause")]
public enum PauseKind
{
    None = 1,
    Soft = 2,
    Hard = 3,
}

/// <summary>How a sale stands.</summary>
[GenerateSerializer, Alias("commerce.flash-sales.state")]
public enum SaleState
{
    Draft = 1,
    Scheduled = 2,
    Armed = 3,

    /// <summary>From five minutes before the start: tickets may be had.</summary>
    Prequeue = 4,
    Live = 5,
    Paused = 6,
    Ended = 7,
    Settling = 8,
    Settled = 9,
    Cancelled = 10,
}

/// <summary>Made at the edge, which alone can open them.</summary>
/// <param name="Commit">SHA-256 of the seed, in lower-case hexadecimal.</param>
/// <param name="SealedSeed">The seed sealed under a key of the sale's own.</param>
/// <param name="WrappedKey">That key, which also hides who bought what: destroyed when the sale is
/// settled.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.secrets")]
public sealed record SaleSecrets(string Commit, string SealedSeed, ImmutableArray<byte> WrappedKey);

/// <summary>How fast people are let in.</summary>
/// <param name="PerSecond">At most so many, 0 (nobody) to 100,000; <c>null</c>: as many as there
/// are units and as the store can serve.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.admission-rule")]
public sealed record AdmissionRule(int? PerSecond = null)
{
    public const int PerSecondMax = 100_000;
}

/// <summary>What a unit costs in a sale, and how long a cart holds it.</summary>
/// <param name="Allotment">What its units are set apart as.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.offer")]
public sealed record SaleOffer(Money Price, string Allotment, TimeSpan HoldTime, int Limit);
