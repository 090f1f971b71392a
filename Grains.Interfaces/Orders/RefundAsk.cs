using System.Collections.Immutable;

namespace Commerce.Orders;

/// <summary>As whom a refund is asked for, and how much one operator may give back alone.</summary>
/// <param name="By">The operator.</param>
/// <param name="AloneMax">Of an order in a day, by currency; without one, as much as there
/// is.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.refund-terms")]
public sealed record RefundTerms(string By, ImmutableArray<Money> AloneMax);

/// <summary>A refund above what one operator may give back alone.</summary>
/// <param name="Key">Under which it was asked for, and is made.</param>
/// <param name="Amount">Minor units of the order's currency.</param>
/// <param name="Until">When it is too late to agree.</param>
/// <param name="DecidedBy">The other operator; <c>null</c> while nobody has decided.</param>
/// <param name="IsOpen">Whether something is still to be done for it.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.refund-ask")]
public sealed record RefundAsk(
    RefundId Id,
    RequestKey Key,
    long Amount,
    string Reason,
    string By,
    DateTimeOffset Until,
    RefundAskState State = RefundAskState.AwaitingApproval,
    string? DecidedBy = null,
    bool IsOpen = true
);

[GenerateSerializer, Alias("commerce.orders.refund-ask-state")]
public enum RefundAskState
{
    AwaitingApproval = 1,
    Approved = 2,
    Rejected = 3,
    Expired = 4,
}
