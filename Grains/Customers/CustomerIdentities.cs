using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>Who a customer is elsewhere.</summary>
public sealed partial record Customer
{
    /// <summary>In the order in which they were linked.</summary>
    public ImmutableArray<LinkedIdentity> Identities { get; init; } = [];

    /// <summary>Whether they can sign in without anybody else.</summary>
    private bool HasOwnWayIn => Password is not null || !Passkeys.IsEmpty;

    public Decision<bool, CustomerEvent> LinkIdentity(
        GivenIdentity identity,
        string? vouched,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (!IsRegistered || EmailKey is null)
            return CustomerRejections.NotFound;
        if (IsLinked(identity.Key))
            return true;
        // Who opened it with an address of somebody else's would else stay in when that one comes.
        if (!IsEmailVerified && EmailKey != vouched)
            return CustomerRejections.EmailUnverified;
        if (Identities.Length >= CustomerLimits.IdentitiesMax)
            return CustomerRejections.TooManyIdentities;

        var linked = new IdentityLinked(identity.Key, identity.Sealed);
        ImmutableArray<CustomerEvent> happened = IsEmailVerified
            ? [linked]
            : [linked, new EmailVerified(EmailKey, Email)];
        return new(true, happened);
    }

    public Decision<bool, CustomerEvent> UnlinkIdentity(
        string key,
        Deadline notAfter,
        DateTimeOffset now
    ) =>
        notAfter.HasPassed(now) ? Rejections.TooLate
        : !IsRegistered || !IsLinked(key) ? CustomerRejections.NoSuchIdentity
        : !HasOwnWayIn ? CustomerRejections.LastWayIn
        : (true, new IdentityUnlinked(key));

    private bool IsLinked(string? key) => Identities.Any(each => each.Key == key);

    /// <summary>Of those whom others let in, each attempt seals anew what it says.</summary>
    private bool IsSame(Registration asked) =>
        Email == asked.Email || IsLinked(asked.Identity?.Key);
}
