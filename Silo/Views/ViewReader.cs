using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>Reads the views where they are kept.</summary>
internal sealed class ViewReader(
    IViewRows kept,
    IEnumerable<IView> views,
    IJournal journal,
    TimeProvider time
) : IViewReader
{
    private readonly Dictionary<string, IView> _views = views.ToDictionary(
        view => view.Name,
        StringComparer.Ordinal
    );

    public async Task<Outcome<RowPage>> Page(string view, string list, int limit, string? after)
    {
        var read = _views[view];
        var begin = after is null ? Mark.Begin(read.IsDescending) : Mark.Parse(after);
        // One more than asked for tells whether there are more.
        var rows = await kept.Page(read, list, begin, limit + 1, time.GetUtcNow());
        if (rows.Count == 0 && !await kept.IsComplete(read))
        {
            return ViewRejections.Rebuilding;
        }

        var next = rows.Count > limit ? rows[limit - 1].Mark.ToString() : null;
        return new RowPage(
            [.. rows.Take(limit).Select(row => new ReadOnlyMemory<byte>(row.Body))],
            next
        );
    }

    public async Task<Outcome<MarkedPage>> Union(
        string view,
        ImmutableArray<string> lists,
        int limit,
        string? after
    )
    {
        var read = _views[view];
        var begin = after is null ? Mark.Begin(read.IsDescending) : Mark.Parse(after);
        var now = time.GetUtcNow();
        // What is among the first of all is among the first of its list.
        var pages = new List<(Mark Mark, byte[] Body)>();
        foreach (var list in lists)
        {
            pages.AddRange(await kept.Page(read, list, begin, limit + 1, now));
        }

        var rows = pages
            .DistinctBy(row => row.Mark)
            .OrderBy(row => row.Mark.Sort, StringComparer.Ordinal)
            .ThenBy(row => row.Mark.Key, StringComparer.Ordinal)
            .Select(row => new MarkedRow(row.Body, row.Mark.ToString()))
            .ToList();
        if (read.IsDescending)
        {
            rows.Reverse();
        }

        return rows.Count > 0 || await kept.IsComplete(read)
            ? new MarkedPage([.. rows.Take(limit)], rows.Count > limit)
            : ViewRejections.Rebuilding;
    }

    public async Task<Outcome<ListSizes>> Lists(
        string view,
        string prefix,
        int limit,
        string? after
    )
    {
        var read = _views[view];
        var lists = await kept.Lists(read, prefix, prefix + after, limit + 1);
        if (lists.Count == 0 && !await kept.IsComplete(read))
        {
            return ViewRejections.Rebuilding;
        }

        var named = lists.Select(list => list with { Name = list.Name[prefix.Length..] }).ToList();
        return new ListSizes(
            [.. named.Take(limit)],
            named.Count > limit ? named[limit - 1].Name : null
        );
    }

    public async Task<Outcome<KeyedRows>> Rows(string view, ImmutableArray<string> keys)
    {
        var read = _views[view];
        if (await AsOf(read) is not { } asOf)
        {
            return ViewRejections.Rebuilding;
        }

        var rows = await kept.Rows(read, keys);
        return new KeyedRows([.. rows.Select(row => new ReadOnlyMemory<byte>(row ?? []))], asOf);
    }

    public async Task<Outcome<Series>> Total(
        string view,
        string total,
        string from,
        string until,
        int width
    )
    {
        var read = _views[view];
        return await AsOf(read) is { } asOf
            ? new Series([.. await kept.Total(read, total, from, until, width)], asOf)
            : ViewRejections.Rebuilding;
    }

    /// <summary>
    /// Asked before the rows: they may know more than is said of them, and never less.
    /// </summary>
    private async Task<DateTimeOffset?> AsOf(IView view)
    {
        var (now, head) = (time.GetUtcNow(), journal.Head);
        return await kept.Progress(view) is { IsComplete: true } build
            ? build.Position >= head
                ? now
                : build.At
            : null;
    }
}
