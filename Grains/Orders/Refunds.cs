using System.Collections.Immutable;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>What operators gave back of an order, or would with another's consent.</summary>
/// <param name="Asked">In the order in which they were asked for.</param>
/// <param name="Counted">What one operator gave back alone or two together, by its key.</param>
public sealed record Refunds(
    ImmutableList<RefundAsk> Asked,
    ImmutableDictionary<string, CountedRefund> Counted
)
{
    /// <summary>How long refunds of an order count together.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromHours(24);

    /// <summary>How long another operator may agree.</summary>
    public static readonly TimeSpan ApprovalMax = TimeSpan.FromDays(7);

    public static Refunds None { get; } =
        new([], ImmutableDictionary.Create<string, CountedRefund>(StringComparer.Ordinal));

    /// <summary>When one of them must be seen to, if any must.</summary>
    public DateTimeOffset? WakeAt =>
        Asked
            .Where(each => each.IsOpen)
            .Select(each =>
                each.State is RefundAskState.Approved
                    ? (DateTimeOffset?)Counted[each.Key.Key].At + Order.StepMax
                    : each.Until
            )
            .Min();

    public RefundAsk? Find(RefundId id) => Asked.Find(each => each.Id == id);

    public RefundAsk? Find(string key) => Asked.Find(each => each.Key.Key == key);

    /// <summary>In minor units, what counts together with a refund that is asked for now.</summary>
    public long Lately(DateTimeOffset now) =>
        Counted.Values.Where(each => each.At + Together > now).Sum(each => each.Amount);

    /// <summary>After what happened; <c>null</c> for what is not about them.</summary>
    public Refunds? Evolve(OrderEvent happened, DateTimeOffset at) =>
        happened switch
        {
            RefundCounted e => Count(e.Key, e.Amount, at),
            RefundAsked e => Ask(e),
            RefundApproved e => Approve(e, at),
            RefundRejected e => Close(e.Refund, RefundAskState.Rejected, e.By),
            RefundLapsed e => Close(e.Refund, RefundAskState.Expired),
            RefundPassedOn e => Close(e.Refund, RefundAskState.Approved),
            _ => null,
        };

    private Refunds Count(string key, long amount, DateTimeOffset at) =>
        this with
        {
            Counted = Counted.SetItem(key, new(amount, at)),
        };

    public Refunds Ask(RefundAsked e) =>
        this with
        {
            Asked = Asked.Add(
                new(e.Refund, new(e.Key, e.Request), e.Amount, e.Reason, e.By, e.Until)
            ),
        };

    private Refunds Approve(RefundApproved e, DateTimeOffset at)
    {
        var approved = Find(e.Refund)! with { State = RefundAskState.Approved, DecidedBy = e.By };
        return Set(approved).Count(approved.Key.Key, approved.Amount, at);
    }

    private Refunds Close(RefundId id, RefundAskState state, string? by = null)
    {
        var asked = Find(id)!;
        return Set(asked with { State = state, DecidedBy = by ?? asked.DecidedBy, IsOpen = false });
    }

    private Refunds Set(RefundAsk asked) =>
        this with
        {
            Asked = Asked.Replace(Find(asked.Id)!, asked),
        };
}

/// <param name="Amount">In minor units.</param>
public sealed record CountedRefund(long Amount, DateTimeOffset At);
