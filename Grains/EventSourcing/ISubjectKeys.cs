namespace Commerce.EventSourcing;

/// <summary>
/// The wrapped keys under which people's data is sealed. Destroying one makes all that was sealed
/// with it unreadable: in the journal, its archives and its backups.
/// </summary>
public interface ISubjectKeys
{
    /// <summary>
    /// The subject's wrapped key; <c>null</c> if there is none, or it was destroyed.
    /// </summary>
    ValueTask<byte[]?> Read(string subject);

    /// <summary>
    /// Destroys the key for good, and notes that it was, so that no backup brings it back. Harmless
    /// when there is none. Waits for whoever still reads the store as it was before.
    /// </summary>
    Task Destroy(string subject, DateTimeOffset at);
}
