namespace Commerce.Platform;

/// <summary>The events that views could not take, wherever they are kept.</summary>
public interface IDeadLettersPort
{
    /// <summary>
    /// Up to <paramref name="limit"/> of them, after the mark of a page before.
    /// </summary>
    Task<DeadLetterPage> Page(int limit, string? after);

    /// <summary>The part that has the event; <c>null</c> if no such event is parked.</summary>
    Task<int?> PartOf(string view, long position);
}
