using Commerce.Platform;

namespace Commerce.Views;

/// <summary>
/// Keeps the rows of all views that one part of the journal makes; the part's number is the key. It
/// hears news from the part's stream, and reads the journal for what it missed.
/// </summary>
[Alias("commerce.projection")]
public interface IProjectionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes each view some way further to the journal's head: whether there is more.
    /// </summary>
    [Alias("catch-up")]
    Task<bool> CatchUp();

    /// <summary>
    /// Makes the row of a parked event anew from everything that happened to what the event
    /// happened to. Rejected with <c>not_found</c> and <c>still_undeliverable</c>.
    /// </summary>
    [Alias("redeliver")]
    Task<Outcome<DeadLetter>> Redeliver(string view, long position);
}
