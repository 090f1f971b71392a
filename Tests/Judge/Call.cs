using System.Collections.Immutable;

namespace Commerce.Judging;

/// <summary>What a client asked for.</summary>
internal enum CallKind
{
    Add,
    Checkout,
    Cancel,
    Capture,
    Refund,
    Receive,
    Hold,
    Sell,
    Release,
    Read,
}

/// <summary>One call of a client: noted before it, and after it.</summary>
/// <param name="Client">Whose it is: one shopper, one session.</param>
/// <param name="On">The cart, order or SKU it was about.</param>
/// <param name="Key">The caller's key, or the holder of a hold.</param>
/// <param name="Heard">The answer; <c>null</c> where none came.</param>
internal sealed record Call(
    int Client,
    CallKind Kind,
    string On,
    string Key,
    int Quantity,
    DateTimeOffset Asked,
    DateTimeOffset Answered = default,
    Heard? Heard = null
)
{
    /// <summary>In a word: <c>ok</c>, <c>fail</c>, or <c>unknown</c> where none came.</summary>
    public string Outcome =>
        IsOk ? "ok"
        : Heard is null ? "unknown"
        : "fail";

    public bool IsOk => Heard is { Status: >= 200 and < 300 };

    /// <summary>It was told no: nothing of it may take effect any more.</summary>
    public bool IsRefused => Heard is { Status: >= 400 and < 500 } && !IsRunning;

    /// <summary>
    /// Somebody's attempt was still on its way: no word on what becomes of this one.
    /// </summary>
    public bool IsRunning =>
        Heard is { Status: 409, Code: { } code }
        && code.EndsWith("_in_progress", StringComparison.Ordinal);

    public override string ToString() =>
        $"client {Client}: {Kind} {Quantity} on {On} with {Key}"
        + (Answered == default ? "" : $" → {Heard?.Status.ToString(provider: null) ?? "unknown"}")
        + (Heard?.Code is { } code ? $" {code}" : "");
}

/// <summary>What an answer said.</summary>
/// <param name="Resource">What it showed: an order, a cart, a SKU; its version with it.</param>
/// <param name="Standing">The status of what it showed.</param>
/// <param name="Total">The order's total in minor units.</param>
/// <param name="Level">The SKU's units, where they were read.</param>
internal sealed record Heard(
    int Status,
    string? Code = null,
    string? Resource = null,
    long Version = 0,
    string? Standing = null,
    long Total = 0,
    ImmutableArray<(string Sku, int Quantity)> Lines = default,
    StockSeen? Level = null
);
