using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>The rows that one batch of events touches, as they were and as they become.</summary>
internal sealed class RowFold(IView view, Func<string, byte[]?> stored)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly List<(string Key, byte[] Body)> _put = [];
    private readonly List<string> _removed = [];
    private readonly List<(Listing Place, string Key)> _left = [];
    private readonly List<(Listing Place, string Key)> _taken = [];
    private readonly SortedDictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Total, string At), Figures> _sums = new(ByText);
    private readonly List<(RecordedEvent Poison, string Reason)> _parked = [];

    /// <summary>What others change, too, is changed in one order by all.</summary>
    private static Comparer<(string Total, string At)> ByText { get; } =
        Comparer<(string Total, string At)>.Create(
            (one, other) =>
                string.CompareOrdinal(one.Total, other.Total) is var order && order is not 0
                    ? order
                    : string.CompareOrdinal(one.At, other.At)
        );

    public void Apply(string key, RecordedEvent recorded) =>
        ParkIfThrown(
            recorded,
            () =>
            {
                if (!_rows.TryGetValue(key, out var row))
                {
                    var before = Before(key);
                    row = _rows[key] = new(before, before, recorded);
                }

                var after = view.Apply(row.After, recorded);
                _rows[key] = row with { After = after, Latest = recorded };
            }
        );

    /// <summary>The row as all that ever happened to it makes it, whatever it is now.</summary>
    public void ApplyAnew(string key, IReadOnlyList<RecordedEvent> events)
    {
        if (events is [var first, ..])
        {
            _rows[key] = new(Before(key), After: null, first);
        }

        foreach (var recorded in events)
        {
            Apply(key, recorded);
        }
    }

    public ViewChanges Changes()
    {
        foreach (var (key, row) in _rows)
        {
            ParkIfThrown(row.Latest, () => Change(key, row));
        }

        return new(
            _put,
            _removed,
            _left,
            _taken,
            [.. _sizes.Where(each => each.Value != 0).Select(each => (each.Key, each.Value))],
            [
                .. _sums
                    .Where(each => each.Value != default)
                    .Select(each => (each.Key.Total, each.Key.At, each.Value)),
            ],
            _parked
        );
    }

    /// <summary>All is asked of the view before anything is noted: it may throw.</summary>
    private void Change(string key, Row row)
    {
        var (body, left, taken) = (BodyOf(row.After), PlacesOf(row.Before), PlacesOf(row.After));
        var (gone, come) = (SharesOf(row.Before), SharesOf(row.After));
        if (body is not null)
        {
            _put.Add((key, body));
        }
        else if (row.Before is not null)
        {
            _removed.Add(key);
        }

        foreach (var place in left.Except(taken))
        {
            _left.Add((place, key));
            Resize(place.List, -1);
        }

        foreach (var place in taken.Except(left))
        {
            _taken.Add((place, key));
            Resize(place.List, 1);
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

    /// <summary>A view is pure: what it throws once, it always throws.</summary>
    private void ParkIfThrown(RecordedEvent recorded, Action act)
    {
        try
        {
            act();
        }
#pragma warning disable CA1031 // Whatever a view throws parks one event and stops nothing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _parked.Add((recorded, $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private object? Before(string key) => stored(key) is { } body ? view.Read(body) : null;

    private byte[]? BodyOf(object? row) => row is null ? null : view.Write(row);

    /// <summary>A row stands in a list once at each place, in the first of its times.</summary>
    private List<Listing> PlacesOf(object? row) =>
        row is null ? [] : [.. view.ListsOf(row).DistinctBy(each => (each.List, each.Sort))];

    private List<Share> SharesOf(object? row) => row is null ? [] : [.. view.SharesOf(row)];

    private sealed record Row(object? Before, object? After, RecordedEvent Latest);
}
