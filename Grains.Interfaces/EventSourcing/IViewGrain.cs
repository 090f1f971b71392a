using System.Collections.Immutable;

namespace Commerce.EventSourcing;

/// <summary>
/// The lists of one view, whose name is the key. Rows trail what was decided by some milliseconds:
/// no decision reads them.
/// </summary>
[Alias("commerce.view")]
public interface IViewGrain : IGrainWithStringKey
{
    /// <summary>
    /// Up to <paramref name="limit"/> rows of a list, in its order, after the mark that the page
    /// before gave. A list that nothing stands in is empty. Rejected with <c>view_rebuilding</c>
    /// while the view is being made.
    /// </summary>
    [Alias("get-page")]
    Task<Outcome<RowPage>> GetPage(string list, int limit, string? after);

    /// <summary>
    /// The names of up to <paramref name="limit"/> lists that have rows and begin with the prefix,
    /// which is left out of them, after one of these names. Rejected with <c>view_rebuilding</c>.
    /// </summary>
    [Alias("get-lists")]
    Task<Outcome<ListNames>> GetLists(string prefix, int limit, string? after);
}

/// <summary>Some rows of a list, in its order.</summary>
/// <param name="Rows">Each as the JSON that clients are sent, in UTF-8.</param>
/// <param name="Next">The mark after which more rows follow, if any do.</param>
[GenerateSerializer, Immutable, Alias("commerce.row-page")]
public sealed record RowPage(ImmutableArray<ReadOnlyMemory<byte>> Rows, string? Next);

/// <summary>Names of lists, in their order.</summary>
/// <param name="Next">The name after which more follow, if any do.</param>
[GenerateSerializer, Immutable, Alias("commerce.list-names")]
public sealed record ListNames(ImmutableArray<string> Names, string? Next);

/// <summary>What views may say no with.</summary>
public static class ViewRejections
{
    public static Rejection Rebuilding { get; } =
        new(
            "view_rebuilding",
            RejectionKind.Unavailable,
            "This list is being made anew from the journal. Try again."
        );
}
