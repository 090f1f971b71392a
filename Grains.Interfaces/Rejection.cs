using System.Collections.Immutable;

namespace Commerce;

/// <summary>A business "no". Clients switch on the code, so a code never changes.</summary>
/// <param name="Code">Permanent, as in the API: <c>insufficient_stock</c>.</param>
/// <param name="Kind">Which HTTP status it reads as.</param>
/// <param name="Detail">A sentence for people; may change.</param>
/// <param name="About">The id of what stands in the way, where the caller may look it up.</param>
/// <param name="Data">What helps the caller to do better: what is available, both prices.</param>
[GenerateSerializer, Immutable, Alias("commerce.rejection")]
public sealed record Rejection(
    string Code,
    RejectionKind Kind,
    string Detail,
    string? About = null,
    ImmutableArray<RejectionDatum> Data = default
);

/// <summary>One fact beside a "no": a number (units), or text.</summary>
/// <param name="Pointer">A JSON pointer into the request, or <c>null</c> for all of it.</param>
[GenerateSerializer, Immutable, Alias("commerce.rejection-datum")]
public sealed record RejectionDatum(
    string? Pointer,
    string Name,
    string? Text = null,
    long? Number = null
);

/// <summary>How a rejection reads on the wire: each kind is exactly one HTTP status.</summary>
[GenerateSerializer, Alias("commerce.rejection-kind")]
public enum RejectionKind
{
    /// <summary>422.</summary>
    Invalid = 1,

    /// <summary>404.</summary>
    NotFound = 2,

    /// <summary>409.</summary>
    Conflict = 3,

    /// <summary>503.</summary>
    Unavailable = 4,

    /// <summary>402.</summary>
    PaymentRequired = 5,

    /// <summary>403.</summary>
    Forbidden = 6,

    /// <summary>410.</summary>
    Gone = 7,

    /// <summary>412.</summary>
    PreconditionFailed = 8,

    /// <summary>423.</summary>
    Locked = 9,

    /// <summary>429.</summary>
    TooMany = 10,

    /// <summary>401.</summary>
    Unauthorized = 11,

    /// <summary>308: it is what <see cref="Rejection.About"/> names now.</summary>
    Moved = 12,
}

/// <summary>The rejections that any grain may answer.</summary>
public static class Rejections
{
    public static Rejection Overloaded { get; } =
        new("overloaded", RejectionKind.Unavailable, "Too many requests at once. Try again.");

    public static Rejection TooLate { get; } =
        new("deadline_passed", RejectionKind.Unavailable, "The command came too late. Try again.");

    public static Rejection KeyReused { get; } =
        new(
            "idempotency_key_reused",
            RejectionKind.Invalid,
            "This idempotency key came before, with another request."
        );

    public static Rejection Stale { get; } =
        new(
            "precondition_failed",
            RejectionKind.PreconditionFailed,
            "It has changed since you read it."
        );
}
