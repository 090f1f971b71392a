using System.Collections.Immutable;

namespace Commerce.Views;

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
    /// As a page of a list that has the rows of all of these lists, each once; they must place a
    /// row alike. Each row tells its mark, so that the next page may begin behind any of them.
    /// </summary>
    [Alias("get-union")]
    Task<Outcome<MarkedPage>> GetUnion(ImmutableArray<string> lists, int limit, string? after);

    /// <summary>
    /// Up to <paramref name="limit"/> lists that have rows and whose names begin with the prefix,
    /// which is left out of them, after one of these names. Rejected with <c>view_rebuilding</c>.
    /// </summary>
    [Alias("get-lists")]
    Task<Outcome<ListSizes>> GetLists(string prefix, int limit, string? after);

    /// <summary>
    /// The rows of these keys, wherever they are listed. Rejected with <c>view_rebuilding</c>.
    /// </summary>
    [Alias("get-rows")]
    Task<Outcome<KeyedRows>> GetRows(ImmutableArray<string> keys);

    /// <summary>
    /// A total's sums from one moment to before another, both written as the view writes them, by
    /// spans whose text has that many characters. Spans in which nothing was are left out. Rejected
    /// with <c>view_rebuilding</c>.
    /// </summary>
    [Alias("get-total")]
    Task<Outcome<Series>> GetTotal(string total, string from, string until, int width);

    /// <summary>
    /// Begins to make the view anew from the journal, beside its rows, which serve until then.
    /// Rejected with <c>not_found</c> if there is no such view.
    /// </summary>
    [Alias("rebuild")]
    Task<Outcome<ViewStanding>> Rebuild();

    /// <summary>How every view stands, whichever this one is.</summary>
    [Alias("all")]
    Task<ImmutableArray<ViewStanding>> GetAll();
}

/// <summary>Some rows of a list, in its order.</summary>
/// <param name="Rows">Each as the JSON that clients are sent, in UTF-8.</param>
/// <param name="Next">The mark after which more rows follow, if any do.</param>
[GenerateSerializer, Immutable, Alias("commerce.row-page")]
public sealed record RowPage(ImmutableArray<ReadOnlyMemory<byte>> Rows, string? Next);

/// <summary>Some rows of several lists, in their order.</summary>
[GenerateSerializer, Immutable, Alias("commerce.marked-page")]
public sealed record MarkedPage(ImmutableArray<MarkedRow> Rows, bool HasMore);

/// <param name="Mark">After which the next rows follow.</param>
[GenerateSerializer, Immutable, Alias("commerce.marked-row")]
public sealed record MarkedRow(ReadOnlyMemory<byte> Row, string Mark);

/// <summary>Rows by their keys.</summary>
/// <param name="Rows">As many as keys, in their order; empty where there is no row.</param>
/// <param name="AsOf">
/// When this was so: what had happened by then is in the rows, what came later perhaps.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.keyed-rows")]
public sealed record KeyedRows(ImmutableArray<ReadOnlyMemory<byte>> Rows, DateTimeOffset AsOf);

/// <summary>A total over time.</summary>
/// <param name="Points">In the order of time.</param>
/// <param name="AsOf">
/// When this was so: what had happened by then is in the sums, what came later perhaps.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.series")]
public sealed record Series(ImmutableArray<SeriesPoint> Points, DateTimeOffset AsOf);

/// <param name="At">The span: <c>2026-11-26T14:29</c>, <c>2026-11-26</c>.</param>
[GenerateSerializer, Immutable, Alias("commerce.series-point")]
public readonly record struct SeriesPoint(string At, Figures Sums);

/// <summary>What is summed.</summary>
/// <param name="Count">How many there were: orders.</param>
/// <param name="Units">Of how many things.</param>
/// <param name="Amount">Minor units of the total's currency.</param>
[GenerateSerializer, Immutable, Alias("commerce.figures")]
public readonly record struct Figures(long Count, long Units, long Amount)
{
    public static Figures operator +(Figures left, Figures right) =>
        new(left.Count + right.Count, left.Units + right.Units, left.Amount + right.Amount);

    public static Figures operator -(Figures left, Figures right) =>
        new(left.Count - right.Count, left.Units - right.Units, left.Amount - right.Amount);
}

/// <summary>Lists, in the order of their names.</summary>
/// <param name="Next">The name after which more follow, if any do.</param>
[GenerateSerializer, Immutable, Alias("commerce.list-sizes")]
public sealed record ListSizes(ImmutableArray<ListSize> Lists, string? Next);

/// <param name="Rows">How many stand in it, those of another time included.</param>
[GenerateSerializer, Immutable, Alias("commerce.list-size")]
public readonly record struct ListSize(string Name, long Rows);

/// <summary>How a view stands.</summary>
/// <param name="Version">Rises when its rows come out otherwise.</param>
/// <param name="IsComplete">Whether it has caught up with the journal once.</param>
/// <param name="Position">The journal's last event that it has seen.</param>
/// <param name="Lag">
/// How long ago the first event happened that it may not know; zero if it knows all.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.view-standing")]
public sealed record ViewStanding(
    string Name,
    int Version,
    bool IsComplete,
    long Position,
    TimeSpan Lag
);

/// <summary>What views may say no with.</summary>
public static class ViewRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such view.");

    public static Rejection Rebuilding { get; } =
        new(
            "view_rebuilding",
            RejectionKind.Unavailable,
            "This list is being made anew from the journal. Try again."
        );
}
