using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>Reads the views of this process's file.</summary>
public sealed class ViewReader(ViewsFile file, IEnumerable<IView> views) : IViewReader
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
            var rows = queries.Page(read, list, begin, limit + 1);
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

    public Outcome<ListNames> Lists(string view, string prefix, int limit, string? after)
    {
        var read = _views[view];
        return file.Read<Outcome<ListNames>>(queries =>
        {
            var names = new List<string>();
            var list = prefix + after;
            while (
                names.Count <= limit
                && queries.NextList(read, list) is { } next
                && next.StartsWith(prefix, StringComparison.Ordinal)
            )
            {
                names.Add(next[prefix.Length..]);
                list = next;
            }

            return names.Count > 0 || queries.IsComplete(read)
                ? new ListNames([.. names.Take(limit)], names.Count > limit ? names[^2] : null)
                : ViewRejections.Rebuilding;
        });
    }
}
