using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>How an account comes to its end.</summary>
public sealed partial record Customer
{
    /// <summary>When somebody signed in last, or registered.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When it is to be forgotten, as it seems to be nobody's.</summary>
    public DateTimeOffset? WakeAt =>
        IsRegistered && !IsEmailVerified && Roles.IsEmpty
            ? SeenAt + CustomerLimits.UnusedMax
            : null;

    public Decision<ClosedAccount, CustomerEvent> Close()
    {
        if (EmailKey is null)
            return CustomerRejections.NotFound;

        var closed = new ClosedAccount(IsEmailVerified ? EmailKey : null);
        return IsClosed ? closed : (closed, new Closed());
    }

    public Decision<bool, CustomerEvent> Forget() =>
        IsClosed && EmailKey is { Length: > 0 } ? (true, new Erased()) : false;
}
