using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Commerce.Telemetry;

/// <summary>
/// Counts under names that are known from the start, so that what never happened is told as 0. One
/// thread counts, any reads.
/// </summary>
internal sealed class Tally
{
    private readonly FrozenDictionary<string, int> _places;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly long[] _counts;

    /// <param name="tag">What the names are.</param>
    /// <param name="names">All of them; others are not counted.</param>
    public Tally(string tag, IEnumerable<string> names)
    {
        string[] all = [.. names];
        _places = all.Index()
            .ToFrozenDictionary(each => each.Item, each => each.Index, StringComparer.Ordinal);
        _tags = [.. all.Select(name => KeyValuePair.Create(tag, (object?)name))];
        _counts = new long[all.Length];
    }

    public void Add(string name, long by)
    {
        if (_places.TryGetValue(name, out var place))
        {
            Volatile.Write(ref _counts[place], _counts[place] + by);
        }
    }

    public IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            yield return new(Volatile.Read(ref _counts[i]), _tags[i]);
        }
    }
}
