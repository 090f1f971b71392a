using System.Collections.Immutable;

namespace Commerce.FlashSales;

/// <summary>Something that an operator can do with a sale.</summary>
/// <param name="Name">As its route is called.</param>
/// <param name="Done">What it has become when that is done: <c>paused</c>.</param>
/// <param name="Needs">Whom it can be done to, as a sentence.</param>
public sealed record SaleStep(
    string Name,
    string Label,
    string Done,
    string Needs,
    ImmutableArray<SaleState> From
);

/// <summary>The course of a sale: what it allows next as it stands, and why not the rest.</summary>
public static class SaleSteps
{
    public static SaleStep Edit { get; } =
        new("edit", "Edit", "edited", "Only a draft can be.", [SaleState.Draft]);

    public static SaleStep Schedule { get; } =
        new(
            "schedule",
            "Schedule",
            "scheduled",
            "Only a draft, or a sale that is not armed yet, can be.",
            [SaleState.Draft, SaleState.Scheduled]
        );

    public static SaleStep Arm { get; } =
        new(
            "arm",
            "Arm now",
            "armed",
            "Only a sale that is scheduled can be.",
            [SaleState.Scheduled]
        );

    public static SaleStep Start { get; } =
        new(
            "start",
            "Start now",
            "started",
            "Only a sale that is armed and has not begun can be.",
            [SaleState.Armed, SaleState.Prequeue]
        );

    public static SaleStep Pause { get; } =
        new("pause", "Pause", "paused", "Only a sale that is live can be.", [SaleState.Live]);

    public static SaleStep Resume { get; } =
        new(
            "resume",
            "Resume",
            "resumed",
            "Only a sale that is paused can be.",
            [SaleState.Paused]
        );

    public static SaleStep Extend { get; } =
        new(
            "extend",
            "Extend",
            "extended",
            "Only a sale that is scheduled or on can be.",
            [
                SaleState.Scheduled,
                SaleState.Armed,
                SaleState.Prequeue,
                SaleState.Live,
                SaleState.Paused,
            ]
        );

    public static SaleStep Stop { get; } =
        new(
            "stop",
            "Stop for good",
            "stopped",
            "Only a sale that is live or paused can be; one that has not begun is cancelled.",
            [SaleState.Live, SaleState.Paused]
        );

    public static SaleStep Cancel { get; } =
        new(
            "cancel",
            "Cancel the sale",
            "cancelled",
            "Only a sale that has not begun can be; one that is on is stopped.",
            [SaleState.Draft, SaleState.Scheduled, SaleState.Armed, SaleState.Prequeue]
        );

    public static IReadOnlyList<SaleStep> All { get; } =
    [Edit, Schedule, Arm, Start, Pause, Resume, Extend, Stop, Cancel];

    /// <summary>The one step that is next in the course of a sale; none where it is over.</summary>
    public static SaleStep? Next(SaleState state) =>
        state switch
        {
            SaleState.Draft => Schedule,
            SaleState.Scheduled => Arm,
            SaleState.Armed or SaleState.Prequeue => Start,
            SaleState.Live => Pause,
            SaleState.Paused => Resume,
            _ => null,
        };

    public static bool Allows(SaleState state, SaleStep step) => step.From.Contains(state);

    /// <summary>Why a step cannot be taken as the sale stands, as a sentence.</summary>
    public static string WhyNot(SaleState state, SaleStep step) =>
        $"The sale cannot be {step.Done}: it {Stands(state)}. {step.Needs}";

    public static string Stands(SaleState state) =>
        state switch
        {
            SaleState.Draft => "is a draft",
            SaleState.Scheduled => "is scheduled, and not armed yet",
            SaleState.Armed => "is armed, and has not begun",
            SaleState.Prequeue => "has not begun, though its waiting room is open",
            SaleState.Live => "is live",
            SaleState.Paused => "is paused",
            SaleState.Ended => "has ended",
            SaleState.Settling => "has ended, and waits for carts that still hold units",
            SaleState.Settled => "is over and settled",
            _ => "was cancelled",
        };
}
