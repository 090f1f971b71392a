namespace PaymentSimulator;

internal enum OperationKind
{
    Authorize = 1,
    Capture = 2,
    Void = 3,
    Refund = 4,
}

/// <summary>What was asked under a key, and what became of it. Refusals are kept too.</summary>
/// <param name="Amount">In minor units; 0 for a void.</param>
internal sealed record Operation(
    string Key,
    OperationKind Kind,
    string Charge,
    long Amount,
    AnswerStatus Status,
    string? Code
);

/// <summary>What an authorisation asks for.</summary>
internal sealed record Authorization(string Key, long Amount, string Currency, string Token);

/// <summary>
/// An operation with its charge as it is now (none: it named one that never was).
/// </summary>
internal sealed record Recorded(Operation Operation, Charge? Charge)
{
    /// <summary>Recorded by this very call, not found under its key.</summary>
    public bool IsNew { get; init; }

    /// <summary>News that should overtake the answer.</summary>
    public Notice? Early { get; init; }

    public bool Asks(Authorization asked) =>
        Operation.Kind is OperationKind.Authorize
        && Charge is { } charge
        && (charge.Amount, charge.Currency, charge.Token)
            == (asked.Amount, asked.Currency, asked.Token);

    public bool Asks(OperationKind kind, string charge, long amount) =>
        (Operation.Kind, Operation.Charge, Operation.Amount) == (kind, charge, amount);

    public Answer ToAnswer(Uri? publicUrl) =>
        new(
            Operation.Charge,
            Operation.Status,
            Operation.Code,
            Operation.Status is AnswerStatus.ActionRequired
                ? ActionPage.Of(Operation.Charge, publicUrl)
                : null,
            Charge?.Authorized ?? 0,
            Charge?.Captured ?? 0,
            Charge?.Refunded ?? 0,
            Charge?.Voided ?? 0,
            Charge?.Sequence ?? 0
        );
}
