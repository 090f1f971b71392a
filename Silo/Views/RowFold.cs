using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>The rows that one batch of events touches, as they were and as they become.</summary>
internal sealed class RowFold(IView view, long build)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Total, string At), Figures> _sums = [];

    /// <summary>Events that the view throws at, and what it says.</summary>
    public List<(RecordedEvent Poison, string Reason)> Parked { get; } = [];

    public void Apply(ViewTables tables, string key, RecordedEvent recorded)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            var before = Before(tables, key);
            row = _rows[key] = new(before, before, recorded);
        }

        ParkIfThrown(
            tables,
            recorded,
            () =>
                _rows[key] = row with { After = view.Apply(row.After, recorded), Latest = recorded }
        );
    }

    /// <summary>The row as all that ever happened to it makes it, whatever it is now.</summary>
    public void ApplyAnew(ViewTables tables, string key, IReadOnlyList<RecordedEvent> events)
    {
        if (events is [var first, ..])
        {
            _rows[key] = new(Before(tables, key), After: null, first);
        }

        foreach (var recorded in events)
        {
            Apply(tables, key, recorded);
        }
    }

    public void Write(ViewTables tables)
    {
        foreach (var (key, row) in _rows)
        {
            ParkIfThrown(tables, row.Latest, () => Write(tables, key, row));
        }

        foreach (var (list, change) in _sizes.Where(each => each.Value != 0))
        {
            tables.Resize(build, list, change);
        }

        foreach (var ((total, at), change) in _sums.Where(each => each.Value != default))
        {
            tables.Add(build, total, at, change);
        }
    }

    private void Write(ViewTables tables, string key, Row row)
    {
        var (body, left, taken) = (BodyOf(row.After), PlacesOf(row.Before), PlacesOf(row.After));
        var (gone, come) = (SharesOf(row.Before), SharesOf(row.After));
        if (body is not null)
        {
            tables.Put(build, key, body);
        }
        else if (row.Before is not null)
        {
            tables.Remove(build, key);
        }

        foreach (var place in left.Except(taken))
        {
            Resize(place.List, tables.Unlist(build, place, key) ? -1 : 0);
        }

        foreach (var place in taken.Except(left))
        {
            Resize(place.List, tables.List(build, place, key) ? 1 : 0);
        }

        foreach (var share in gone)
        {
            Sum(share, default(Figures) - share.Adds);
        }

        foreach (var share in come)
        {
            Sum(share, share.Adds);
        }
    }

    private void Resize(string list, int change) =>
        _sizes[list] = _sizes.GetValueOrDefault(list) + change;

    private void Sum(Share share, Figures change)
    {
        var key = (share.Total, share.At);
        _sums[key] = _sums.GetValueOrDefault(key) + change;
    }

    /// <summary>
    /// A view is pure: what it throws once, it always throws. A store's trouble may pass.
    /// </summary>
    private void ParkIfThrown(ViewTables tables, RecordedEvent recorded, Action act)
    {
        try
        {
            act();
        }
#pragma warning disable CA1031 // Whatever a view throws parks one event and stops nothing.
        catch (Exception e) when (e is not Microsoft.Data.Sqlite.SqliteException)
#pragma warning restore CA1031
        {
            var reason = $"{e.GetType().Name}: {e.Message}";
            Parked.Add((recorded, reason));
            tables.Park(build, recorded, reason);
        }
    }

    private object? Before(ViewTables tables, string key) =>
        tables.Row(build, key) is { } body ? view.Read(body) : null;

    private byte[]? BodyOf(object? row) => row is null ? null : view.Write(row);

    private HashSet<Listing> PlacesOf(object? row) => row is null ? [] : [.. view.ListsOf(row)];

    private List<Share> SharesOf(object? row) => row is null ? [] : [.. view.SharesOf(row)];

    private sealed record Row(object? Before, object? After, RecordedEvent Latest);
}
