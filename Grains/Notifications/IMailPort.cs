namespace Commerce.Notifications;

/// <summary>Hands mails over to whoever delivers them.</summary>
public interface IMailPort
{
    /// <summary>
    /// Hands one over; the same id is always the same message. Throws
    /// <see cref="MailNotTakenException"/>.
    /// </summary>
    Task Send(OutgoingMail mail);
}

/// <summary>A mail, and the key to it, which is wrapped.</summary>
/// <param name="Content">To whom it goes and what it says, sealed.</param>
public sealed record OutgoingMail(string Id, string Content, byte[] WrappedKey);

/// <summary>A mail was not taken.</summary>
/// <param name="why">In a word or two, and nobody's address among them.</param>
/// <param name="isFinal">Whether it never will be.</param>
public sealed class MailNotTakenException(string why, bool isFinal, Exception? inner = null)
    : Exception(why, inner)
{
    public bool IsFinal => isFinal;
}
