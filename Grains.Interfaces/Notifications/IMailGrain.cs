namespace Commerce.Notifications;

/// <summary>
/// One mail on its way: handed over at least once, always as the same message, however long that
/// takes; or given up, when it is of no use any more. Its key is its id, <c>mai_…</c>.
/// </summary>
[Alias("commerce.notifications.mail")]
public interface IMailGrain : IAlarmed
{
    /// <summary>Takes a mail to be sent soon. Asked again, it is the same mail.</summary>
    /// <param name="subject">Under whose key it is sealed; with that it is gone.</param>
    /// <param name="content">To whom it goes and what it says, sealed.</param>
    /// <param name="until">From when on it is of no use.</param>
    [Alias("queue")]
    Task<Outcome<bool>> Queue(string subject, string content, DateTimeOffset until);
}
