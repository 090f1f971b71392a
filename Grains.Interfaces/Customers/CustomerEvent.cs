using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Customers;

/// <summary>
/// What happened to a customer. These are stored for ever: add a case or a member, and never
/// rename, reorder or reuse one. What is called sealed is so under the customer's own key.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Registered), "customer.registered")]
[JsonDerivedType(typeof(SessionBegun), "customer.session-begun")]
[JsonDerivedType(typeof(SessionEnded), "customer.session-ended")]
[JsonDerivedType(typeof(Closed), "customer.closed")]
[JsonDerivedType(typeof(Erased), "customer.erased")]
public abstract record CustomerEvent : IDomainEvent<CustomerEvent>
{
    private CustomerEvent() { }

    static JsonTypeInfo<CustomerEvent> IDomainEvent<CustomerEvent>.Json =>
        CustomerEventJson.Default.CustomerEvent;

    /// <param name="EmailKey">A mark of the address, by which it is claimed.</param>
    /// <param name="Email">The address, sealed.</param>
    /// <param name="Profile">Name and language and the like, sealed.</param>
    /// <param name="Password">Its hash, sealed; <c>null</c> for who signs in elsewhere.</param>
    /// <param name="IsEmailVerified">Whether somebody who is trusted says it is theirs.</param>
    public sealed record Registered(
        string EmailKey,
        string Email,
        string Profile,
        string? Password = null,
        bool IsEmailVerified = false
    ) : CustomerEvent;

    /// <summary>They signed in, or may stay signed in for longer than before.</summary>
    /// <param name="Device">What they signed in with, sealed.</param>
    /// <param name="Until">When no token of it is good any more.</param>
    public sealed record SessionBegun(SessionId Session, string Device, DateTimeOffset Until)
        : CustomerEvent;

    /// <summary>No token of it is good from now on.</summary>
    public sealed record SessionEnded(SessionId Session) : CustomerEvent;

    /// <summary>All sessions have ended, and nobody signs in any more.</summary>
    public sealed record Closed : CustomerEvent;

    /// <summary>Their key is destroyed, and their e-mail address is anybody's.</summary>
    public sealed record Erased : CustomerEvent;
}
