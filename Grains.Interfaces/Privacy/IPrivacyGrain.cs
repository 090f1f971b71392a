namespace Commerce.Privacy;

/// <summary>
/// What one customer may ask for by right: to read all that is known of them, and to be forgotten.
/// Its key is the customer's id.
/// </summary>
[Alias("commerce.privacy.privacy")]
public interface IPrivacyGrain : IAlarmed
{
    /// <summary>
    /// Lets them read all that is known of them for some days. Rejected with <c>erased</c>, and
    /// with <c>too_many_exports</c> beyond <see cref="PrivacyLimits.ExportsMax"/> at once.
    /// </summary>
    /// <param name="key">The client's key: asked again with it, it is the same.</param>
    [Alias("ask-export")]
    Task<Outcome<ExportTold>> AskExport(string? key);

    /// <summary>
    /// Whether they may read it now: <c>not_found</c> if they did not ask, or too long ago;
    /// <c>erased</c>.
    /// </summary>
    [Alias("get-export")]
    Task<Outcome<ExportTold>> GetExport(ExportId export);

    /// <summary>
    /// Has them forgotten: their account at once, their orders as each comes to its end. Asked
    /// again, it is the same erasure.
    /// </summary>
    [Alias("ask-erasure")]
    Task<Outcome<ErasureTold>> AskErasure(ErasureCause cause);

    /// <summary>How that stands; <c>not_found</c> if nobody asked.</summary>
    [Alias("get-erasure")]
    Task<Outcome<ErasureTold>> GetErasure();
}

/// <param name="Until">Until when it may be read.</param>
[GenerateSerializer, Immutable, Alias("commerce.privacy.export-told")]
public sealed record ExportTold(ExportId Id, DateTimeOffset Until, bool IsReplay = false);

/// <summary>How far it is with forgetting somebody.</summary>
/// <param name="IsErased">Whether all of it is gone; else orders are kept, or it has begun just
/// now.</param>
/// <param name="OrdersKept">Orders whose buyer must be known for some time yet.</param>
[GenerateSerializer, Immutable, Alias("commerce.privacy.erasure-told")]
public sealed record ErasureTold(
    DateTimeOffset AskedAt,
    ErasureCause Cause,
    bool IsErased,
    int OrdersKept,
    long Version
);

public static class PrivacyLimits
{
    /// <summary>So many exports may be read at once.</summary>
    public const int ExportsMax = 20;
}

public static class PrivacyRejections
{
    public static Rejection NoExport { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such export, or it has run out.");

    public static Rejection NoErasure { get; } =
        new("not_found", RejectionKind.NotFound, "Nobody asked for that.");

    public static Rejection TooManyExports { get; } =
        new(
            "too_many_exports",
            RejectionKind.Conflict,
            "There are as many exports as there may be at once. Read one of them."
        );
}
