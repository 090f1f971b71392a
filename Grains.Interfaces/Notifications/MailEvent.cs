using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Notifications;

/// <summary>
/// What became of a mail. These are stored for ever: add a case or a member, and never rename,
/// reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Queued), "mail.queued")]
[JsonDerivedType(typeof(Failed), "mail.failed")]
[JsonDerivedType(typeof(Sent), "mail.sent")]
[JsonDerivedType(typeof(GivenUp), "mail.given-up")]
public abstract record MailEvent : IDomainEvent<MailEvent>
{
    private MailEvent() { }

    static JsonTypeInfo<MailEvent> IDomainEvent<MailEvent>.Json => MailEventJson.Default.MailEvent;

    /// <param name="Subject">Under whose key it is sealed.</param>
    /// <param name="Content">To whom it goes and what it says, sealed.</param>
    /// <param name="Until">From when on it is of no use.</param>
    public sealed record Queued(string Subject, string Content, DateTimeOffset Until) : MailEvent;

    /// <summary>It could not be handed over.</summary>
    /// <param name="Why">In a word or two, and nobody's address among them.</param>
    public sealed record Failed(string Why, DateTimeOffset RetryAt) : MailEvent;

    /// <summary>It was handed over, perhaps not for the first time.</summary>
    public sealed record Sent : MailEvent;

    /// <summary>It is not tried again.</summary>
    public sealed record GivenUp(string Why) : MailEvent;
}
