using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Customers;

/// <summary>
/// What happened where somebody said an e-mail address and a password. These are stored for ever:
/// add a case or a member, and never rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Begun), "sign-in.begun")]
[JsonDerivedType(typeof(Failed), "sign-in.failed")]
[JsonDerivedType(typeof(Succeeded), "sign-in.succeeded")]
[JsonDerivedType(typeof(Withdrawn), "sign-in.withdrawn")]
public abstract record SignInAttemptsEvent : IDomainEvent<SignInAttemptsEvent>
{
    private SignInAttemptsEvent() { }

    static JsonTypeInfo<SignInAttemptsEvent> IDomainEvent<SignInAttemptsEvent>.Json =>
        SignInAttemptsEventJson.Default.SignInAttemptsEvent;

    /// <summary>A password is about to be compared, and counts until it is known.</summary>
    public sealed record Begun(string Attempt) : SignInAttemptsEvent;

    /// <summary>It was wrong.</summary>
    public sealed record Failed(string Attempt) : SignInAttemptsEvent;

    /// <summary>It was right: those that were wrong count no longer.</summary>
    public sealed record Succeeded(string Attempt) : SignInAttemptsEvent;

    /// <summary>It was never compared.</summary>
    public sealed record Withdrawn(string Attempt) : SignInAttemptsEvent;
}
