namespace Commerce.Stores;

/// <summary>What shoppers buy, how they pay, and how patient they are.</summary>
/// <param name="Tokens">Of the payment simulator; one is drawn for each checkout.</param>
/// <param name="TwiceIn">One request in so many is sent twice at once.</param>
internal sealed record Habits(string[] Skus, string[] Tokens, int TwiceIn)
{
    /// <summary>How long they think, at most, before they want something else.</summary>
    public TimeSpan Thinking { get; init; }

    public static string[] AllTokens { get; } =
    [
        "tok_ok",
        "tok_ok",
        "tok_ok",
        "tok_ok",
        "tok_declined",
        "tok_declined",
        "tok_insufficient_funds",
        "tok_error_then_ok",
        "tok_charged_but_lost",
        "tok_duplicate_webhooks",
    ];
}
