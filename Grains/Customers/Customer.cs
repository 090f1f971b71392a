using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>
/// Who a customer is, sealed, and where they are signed in. A session is there until its time or
/// until it is ended; one that was ended is remembered until its time, so that it cannot begin
/// again.
/// </summary>
/// <param name="EmailKey">The mark of their address; <c>null</c> before they register.</param>
/// <param name="Email">The address, sealed.</param>
/// <param name="Profile">Name and language and the like, sealed.</param>
/// <param name="Password">Its hash, sealed, if they have one.</param>
public sealed partial record Customer(
    string? EmailKey,
    string Email,
    bool IsEmailVerified,
    string Profile,
    string? Password,
    DateTimeOffset RegisteredAt,
    Expiring<CustomerSession> Sessions,
    Expiring<bool> EndedSessions
) : IAggregate<Customer, CustomerEvent>
{
    public static Customer Initial { get; } =
        new(EmailKey: null, "", IsEmailVerified: false, "", Password: null, default, new(), new());

    /// <summary>Whether there is an account that anything may be done with.</summary>
    public bool IsRegistered => EmailKey is not null && !IsClosed;

    /// <summary>Whether it was there, and is to be forgotten.</summary>
    public bool IsClosed { get; init; }

    public Decision<bool, CustomerEvent> Register(
        Registration asked,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (IsClosed)
            return CustomerRejections.Erased;
        if (IsRegistered)
            return IsSame(asked) ? true : CustomerRejections.AlreadyRegistered;

        var registered = new Registered(
            asked.EmailKey,
            asked.Email,
            asked.Profile,
            asked.Password,
            asked.IsEmailVerified
        );
        ImmutableArray<CustomerEvent> happened = asked.Identity is { } identity
            ? [registered, new IdentityLinked(identity.Key, identity.Sealed)]
            : [registered];
        return new(true, happened);
    }

    /// <summary>Whether a value that is unique is written down as theirs.</summary>
    public bool Owns(string kind, string value) =>
        kind == CustomerLimits.EmailClaim
            ? EmailKey == value
            : kind == CustomerLimits.IdentityClaim && IsLinked(value);

    public Customer Evolve(CustomerEvent happened, DateTimeOffset at)
    {
        var customer = Forget(at);
        return happened switch
        {
            Registered e => customer with
            {
                EmailKey = e.EmailKey,
                Email = e.Email,
                Profile = e.Profile,
                Password = e.Password,
                IsEmailVerified = e.IsEmailVerified,
                RegisteredAt = at,
                SeenAt = at,
            },
            SessionBegun e => customer.Begin(e, at) with { SeenAt = at },
            SessionEnded e => customer.End(e.Session),
            Closed => customer with
            {
                IsClosed = true,
                Sessions = new(),
                EndedSessions = new(),
                Passkeys = [],
            },
            Erased => Initial with { EmailKey = "", IsClosed = true },
            RoleGranted e => customer with { Roles = Roles.Add(e.Role) },
            RoleRevoked e => customer with { Roles = Roles.Remove(e.Role) },
            ProfileChanged e => customer with { Profile = e.Profile },
            PreferencesChanged e => customer with { Preferences = e.Preferences },
            SegmentsAssigned e => customer with { Segments = e.Segments },
            ConsentChanged e => customer.Agree(e, at),
            EmailQuestioned e => customer with { Questioned = new(e, at) },
            EmailVerified e => customer.Verify(e),
            ResetBegun e => customer with { Reset = new(e, at) },
            PasswordChanged e => customer with { Password = e.Password, Reset = null },
            _ => customer.Fill(happened, at),
        };
    }

    /// <summary>What they keep: ways to sign in, addresses and wishes.</summary>
    private Customer Fill(CustomerEvent happened, DateTimeOffset at) =>
        happened switch
        {
            IdentityLinked e => this with { Identities = Identities.Add(new(e.Key, e.Sealed, at)) },
            IdentityUnlinked e => this with
            {
                Identities = Identities.RemoveAll(each => each.Key == e.Key),
            },
            AddressPut e => Put(e),
            AddressRemoved e => Remove(e.Address),
            DefaultAddressesChosen e => this with
            {
                DefaultShipping = e.Shipping,
                DefaultBilling = e.Billing,
            },
            Wished e => this with { Wishes = Wishes.Add(new(e.Sku, at)) },
            Unwished e => this with { Wishes = Wishes.RemoveAll(each => each.Sku == e.Sku) },
            PasskeyAdded e => Add(e, at),
            PasskeyUsed e => Use(e, at),
            PasskeyDoubted e => Doubt(e, at),
            PasskeyRemoved e => this with
            {
                Passkeys = Passkeys.RemoveAll(each => each.Id == e.Passkey),
            },
            _ => throw new UnreachableException($"No such event of a customer: {happened}"),
        };

    private Decision<TReply, CustomerEvent> Told<TReply>(
        Func<Customer, TReply> reply,
        DateTimeOffset now,
        params ImmutableArray<CustomerEvent> happened
    ) => new(reply(happened.Aggregate(this, (customer, e) => customer.Evolve(e, now))), happened);
}
