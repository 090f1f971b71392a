using Commerce.EventSourcing;

namespace Commerce.Postgres;

/// <summary>
/// The history as this process knows it: what its grains and lists have is in it, and a server that
/// takes over for another must have it, too.
/// </summary>
internal sealed class KnownHistory(JournalHistory opened)
{
    private RecordedEvent? _newest;

    public JournalHistory Opened => opened;

    /// <summary>The branch of the history that was seen last.</summary>
    public string Identity { get; set; } = opened.Identity;

    /// <summary>The newest event that anyone here may have been told of.</summary>
    public RecordedEvent? Newest => Volatile.Read(ref _newest);

    public void Note(List<RecordedEvent> events)
    {
        if (events is [.., var last] && !(Newest?.Position >= last.Position))
        {
            Volatile.Write(ref _newest, last);
        }
    }
}
