using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>What a batch of events makes of the rows of a view, whatever keeps them.</summary>
/// <param name="Put">Rows that are new or other than before.</param>
/// <param name="Removed">The keys of rows that are no more.</param>
/// <param name="Left">Places in which rows do not stand any more.</param>
/// <param name="Taken">Places in which rows stand now.</param>
/// <param name="Sizes">So many rows more stand in a list, or fewer; by list.</param>
/// <param name="Sums">A total is so much more at that time, or less; by total and time.</param>
/// <param name="Parked">Events that the view throws at, and what it says.</param>
internal sealed record ViewChanges(
    IReadOnlyList<(string Key, byte[] Body)> Put,
    IReadOnlyList<string> Removed,
    IReadOnlyList<(Listing Place, string Key)> Left,
    IReadOnlyList<(Listing Place, string Key)> Taken,
    IReadOnlyList<(string List, long Change)> Sizes,
    IReadOnlyList<(string Total, string At, Figures Change)> Sums,
    IReadOnlyList<(RecordedEvent Poison, string Reason)> Parked
)
{
    /// <summary>The stream whose parked events are forgotten before others are parked.</summary>
    public string? Unparked { get; init; }
}
