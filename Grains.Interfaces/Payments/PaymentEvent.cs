using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Payments;

/// <summary>
/// What happened to a payment. Stored for ever: add a case or a member, and never rename, reorder
/// or reuse one. Totals are what the provider told last, in minor units, and its sequence with
/// them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Requested), "payment.requested")]
[JsonDerivedType(typeof(Authorized), "payment.authorized")]
[JsonDerivedType(typeof(ActionRequired), "payment.action-required")]
[JsonDerivedType(typeof(Declined), "payment.declined")]
[JsonDerivedType(typeof(BecameIndeterminate), "payment.became-indeterminate")]
[JsonDerivedType(typeof(Abandoned), "payment.abandoned")]
[JsonDerivedType(typeof(OperationRequested), "payment.operation-requested")]
[JsonDerivedType(typeof(OperationDone), "payment.operation-done")]
[JsonDerivedType(typeof(OperationFailed), "payment.operation-failed")]
[JsonDerivedType(typeof(Reported), "payment.reported")]
[JsonDerivedType(typeof(GivingBackResumed), "payment.giving-back-resumed")]
public abstract record PaymentEvent : IDomainEvent<PaymentEvent>
{
    private PaymentEvent() { }

    static JsonTypeInfo<PaymentEvent> IDomainEvent<PaymentEvent>.Json =>
        PaymentEventJson.Default.PaymentEvent;

    /// <summary>The intent: from here on the provider may have been asked.</summary>
    public sealed record Requested(Money Amount, string Token, string Owner) : PaymentEvent;

    public sealed record Authorized(string Charge, long Amount, long Sequence) : PaymentEvent;

    public sealed record ActionRequired(
        string Charge,
        string NextAction,
        DateTimeOffset Until,
        long Sequence
    ) : PaymentEvent;

    public sealed record Declined(string Code, long Sequence) : PaymentEvent;

    /// <summary>
    /// The provider was asked so many times and has not answered what became of it.
    /// </summary>
    public sealed record BecameIndeterminate(int Asked) : PaymentEvent;

    /// <summary>Nobody wants the money any more, whatever the provider does or did.</summary>
    public sealed record Abandoned : PaymentEvent;

    public sealed record OperationRequested(
        string Operation,
        PaymentAction Action,
        long Amount,
        string Key,
        string Request,
        string Reason
    ) : PaymentEvent;

    public sealed record OperationDone(string Operation) : PaymentEvent;

    public sealed record OperationFailed(string Operation, string Code) : PaymentEvent;

    /// <summary>The provider's totals moved.</summary>
    public sealed record Reported(
        long AuthorizedTotal,
        long CapturedTotal,
        long RefundedTotal,
        long VoidedTotal,
        long Sequence
    ) : PaymentEvent;

    /// <summary>
    /// The provider had refused to take the money back too often, and somebody had it asked again.
    /// </summary>
    public sealed record GivingBackResumed : PaymentEvent;
}

/// <summary>How payment events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(PaymentEvent))]
public sealed partial class PaymentEventJson : JsonSerializerContext;
