namespace Commerce.Platform;

/// <summary>The events that views could not take, wherever they are kept.</summary>
public interface IDeadLettersPort
{
    /// <summary>
    /// Up to <paramref name="limit"/> of them, after the mark of a page before.
    /// </summary>
    DeadLetterPage Page(int limit, string? after);

    /// <summary>Makes the row anew from its whole stream, the parked event with it.</summary>
    Task<Outcome<DeadLetter>> Redeliver(string view, long position);
}
