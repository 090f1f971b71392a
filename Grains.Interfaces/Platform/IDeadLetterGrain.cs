using System.Collections.Immutable;

namespace Commerce.Platform;

/// <summary>
/// Events that a view could not take, and that it goes on without. Any key will do.
/// </summary>
[Alias("commerce.platform.dead-letters")]
public interface IDeadLetterGrain : IGrainWithStringKey
{
    /// <summary>Up to <paramref name="limit"/> of them, after the mark of a page before.</summary>
    [Alias("get-page")]
    Task<DeadLetterPage> GetPage(int limit, string? after);

    /// <summary>
    /// Makes the row anew from everything that happened to what the event happened to. Rejected
    /// with <c>still_undeliverable</c> if the view still cannot take it, and <c>not_found</c>.
    /// </summary>
    [Alias("redeliver")]
    Task<Outcome<DeadLetter>> Redeliver(string view, long position);
}

/// <param name="Next">The mark after which more follow, if any do.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.dead-letter-page")]
public sealed record DeadLetterPage(ImmutableArray<DeadLetter> Letters, string? Next);

/// <summary>An event that a view could not take.</summary>
/// <param name="View">The view's name: <c>orders</c>.</param>
/// <param name="Position">Of the event in the journal; one view has it once.</param>
/// <param name="Stream">What it happened to: <c>kind/id</c>.</param>
/// <param name="Reason">What the view said.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.dead-letter")]
public sealed record DeadLetter(
    string View,
    long Position,
    string Stream,
    long Version,
    string Reason
);

/// <summary>What a redelivery may say no with.</summary>
public static class DeadLetterRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "No such event is parked.");

    public static Rejection StillUndeliverable { get; } =
        new(
            "still_undeliverable",
            RejectionKind.Conflict,
            "The view still cannot take the event. It needs another version of the program."
        );
}
