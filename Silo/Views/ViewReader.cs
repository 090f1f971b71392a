using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>Reads the views of this process's file.</summary>
public sealed class ViewReader(
    ViewsFile file,
    IEnumerable<IView> views,
    IJournal journal,
    TimeProvider time
) : IViewReader
{
    private readonly Dictionary<string, IView> _views = views.ToDictionary(
        view => view.Name,
        StringComparer.Ordinal
    );

    public Outcome<RowPage> Page(string view, string list, int limit, string? after)
    {
        var read = _views[view];
        var begin = after is null ? Mark.Begin(read.IsDescending) : Mark.Parse(after);
        return file.Read<Outcome<RowPage>>(queries =>
        {
            // One more than asked for tells whether there are more.
            var rows = queries.Page(read, list, begin, limit + 1, time.GetUtcNow());
            if (rows.Count == 0 && !queries.IsComplete(read))
            {
                return ViewRejections.Rebuilding;
            }

            var next = rows.Count > limit ? rows[limit - 1].Mark.ToString() : null;
            return new RowPage(
                [.. rows.Take(limit).Select(row => new ReadOnlyMemory<byte>(row.Body))],
                next
            );
        });
    }

    public Outcome<MarkedPage> Union(
        string view,
        ImmutableArray<string> lists,
        int limit,
        string? after
    )
    {
        var read = _views[view];
        var begin = after is null ? Mark.Begin(read.IsDescending) : Mark.Parse(after);
        return file.Read<Outcome<MarkedPage>>(queries =>
        {
            var now = time.GetUtcNow();
            // What is among the first of all is among the first of its list.
            var rows = lists
                .SelectMany(list => queries.Page(read, list, begin, limit + 1, now))
                .DistinctBy(row => row.Mark)
                .OrderBy(row => row.Mark.Sort, StringComparer.Ordinal)
                .ThenBy(row => row.Mark.Key, StringComparer.Ordinal)
                .Select(row => new MarkedRow(row.Body, row.Mark.ToString()))
                .ToList();
            if (read.IsDescending)
            {
                rows.Reverse();
            }

            return rows.Count > 0 || queries.IsComplete(read)
                ? new MarkedPage([.. rows.Take(limit)], rows.Count > limit)
                : ViewRejections.Rebuilding;
        });
    }

    public Outcome<ListSizes> Lists(string view, string prefix, int limit, string? after)
    {
        var read = _views[view];
        return file.Read<Outcome<ListSizes>>(queries =>
        {
            var lists = new List<ListSize>();
            var list = prefix + after;
            while (
                lists.Count <= limit
                && queries.NextList(read, list) is { } next
                && next.Name.StartsWith(prefix, StringComparison.Ordinal)
            )
            {
                lists.Add(next with { Name = next.Name[prefix.Length..] });
                list = next.Name;
            }

            return lists.Count > 0 || queries.IsComplete(read)
                ? new ListSizes([.. lists.Take(limit)], lists.Count > limit ? lists[^2].Name : null)
                : ViewRejections.Rebuilding;
        });
    }

    public Outcome<KeyedRows> Rows(string view, ImmutableArray<string> keys)
    {
        var read = _views[view];
        var asOf = AsOf(view);
        return file.Read<Outcome<KeyedRows>>(queries =>
            queries.IsComplete(read)
                ? new KeyedRows(
                    [.. keys.Select(key => new ReadOnlyMemory<byte>(queries.Row(read, key) ?? []))],
                    asOf
                )
                : ViewRejections.Rebuilding
        );
    }

    public Outcome<Series> Total(string view, string total, string from, string until, int width)
    {
        var read = _views[view];
        var asOf = AsOf(view);
        return file.Read<Outcome<Series>>(queries =>
            queries.IsComplete(read)
                ? new Series([.. queries.Total(read, total, from, until, width)], asOf)
                : ViewRejections.Rebuilding
        );
    }

    /// <summary>
    /// Asked before the rows: they may know more than is said of them, and never less.
    /// </summary>
    private DateTimeOffset AsOf(string view)
    {
        var (now, head, (position, at)) = (time.GetUtcNow(), journal.Head, file.ProgressOf(view));
        return position >= head ? now : at;
    }
}
