using System.Collections.Immutable;
using Commerce.Views;

namespace Commerce.EventSourcing;

/// <summary>Reads views by keyset: a page far down costs what the first costs.</summary>
public interface IViewReader
{
    /// <summary>
    /// The rows of a list after a mark that an earlier page gave. Rejected with
    /// <c>view_rebuilding</c> until the view has caught up with the journal once.
    /// </summary>
    Task<Outcome<RowPage>> Page(string view, string list, int limit, string? after);

    /// <summary>
    /// The rows of several lists that place a row alike, each once, as <see cref="Page"/> reads one
    /// of them.
    /// </summary>
    Task<Outcome<MarkedPage>> Union(
        string view,
        ImmutableArray<string> lists,
        int limit,
        string? after
    );

    /// <summary>
    /// The lists of a view that have rows and whose names begin alike, without that beginning and
    /// in its order. Rejected with <c>view_rebuilding</c> as <see cref="Page"/> is.
    /// </summary>
    Task<Outcome<ListSizes>> Lists(string view, string prefix, int limit, string? after);

    /// <summary>
    /// The rows of these keys, and as of when. Rejected with <c>view_rebuilding</c> as
    /// <see cref="Page"/> is.
    /// </summary>
    Task<Outcome<KeyedRows>> Rows(string view, ImmutableArray<string> keys);

    /// <summary>
    /// A total's sums from one moment to before another, by spans whose text has that many
    /// characters; without the spans in which nothing was. Rejected with <c>view_rebuilding</c> as
    /// <see cref="Page"/> is.
    /// </summary>
    Task<Outcome<Series>> Total(string view, string total, string from, string until, int width);
}
