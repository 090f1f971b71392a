using Commerce.Views;

namespace Commerce.EventSourcing;

/// <summary>
/// A list that people page through: pure, from events to rows, whatever store keeps them. It is
/// made from <see cref="ListView{TEvent,TRow}"/>; every one in this assembly is kept up to date.
/// </summary>
public interface IView
{
    /// <summary>What readers ask for: <c>orders</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Rises when rows or lists would come out otherwise: the view is then built anew.
    /// </summary>
    int Version { get; }

    /// <summary>Whether its lists begin at the greatest sort text: newest first.</summary>
    bool IsDescending { get; }

    /// <summary>
    /// The key of the row that a stream makes; <c>null</c> if its events are of no concern.
    /// </summary>
    string? KeyOf(string stream);

    /// <summary>The row after an event; <c>null</c> for none.</summary>
    object? Apply(object? row, RecordedEvent recorded);

    /// <summary>Where a row stands.</summary>
    IEnumerable<Listing> ListsOf(object row);

    /// <summary>What a row adds to totals, for as long as it is so.</summary>
    IEnumerable<Share> SharesOf(object row) => [];

    object Read(ReadOnlySpan<byte> json);

    byte[] Write(object row);
}

/// <summary>What one row adds to a total. A total is a series of sums over time.</summary>
/// <param name="Total">Which: <c>all/EUR</c>, <c>product/prd_…/EUR</c>.</param>
/// <param name="At">
/// When, as text that sorts by time and whose beginnings are wider spans:
/// <c>2026-11-26T14:29</c>.
/// </param>
public readonly record struct Share(string Total, string At, Figures Adds);

/// <summary>A row's place in one list of its view.</summary>
/// <param name="List">Which: <c>all</c>, <c>status/confirmed</c>.</param>
/// <param name="Sort">Ordered by its UTF-8 bytes; rows with the same text by their key.</param>
/// <param name="From">Since when it stands there: pages read before do not have it.</param>
/// <param name="Until">When it no longer does; <c>null</c>: never.</param>
public readonly record struct Listing(
    string List,
    string Sort,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null
);
