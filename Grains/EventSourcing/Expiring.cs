using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.EventSourcing;

/// <summary>
/// An immutable map in which each entry has an end, so that memory is bounded by time. An entry
/// stays until <see cref="After"/> drops it: what has ended is for the owner to say.
/// </summary>
public sealed class Expiring<TValue>
{
    private static readonly Comparer<(DateTimeOffset End, string Key)> ByEnd = Comparer<(
        DateTimeOffset End,
        string Key
    )>.Create(
        (a, b) => a.End != b.End ? a.End.CompareTo(b.End) : string.CompareOrdinal(a.Key, b.Key)
    );

    private readonly ImmutableDictionary<string, ExpiringEntry<TValue>> _entries;
    private readonly ImmutableSortedSet<(DateTimeOffset End, string Key)> _ends;

    public Expiring()
        : this([]) { }

    /// <summary>As it was when <see cref="Entries"/> were taken. Their keys are distinct.</summary>
    [JsonConstructor]
    public Expiring(IEnumerable<ExpiringEntry<TValue>> entries)
    {
        _entries = entries.ToImmutableDictionary(entry => entry.Key, StringComparer.Ordinal);
        _ends = _entries.Values.Select(entry => (entry.End, entry.Key)).ToImmutableSortedSet(ByEnd);
    }

    private Expiring(
        ImmutableDictionary<string, ExpiringEntry<TValue>> entries,
        ImmutableSortedSet<(DateTimeOffset End, string Key)> ends
    ) => (_entries, _ends) = (entries, ends);

    [JsonIgnore]
    public int Count => _entries.Count;

    [JsonIgnore]
    public DateTimeOffset? FirstEnd => _ends.IsEmpty ? null : _ends.Min.End;

    /// <summary>By their ends, the first to end first.</summary>
    public IEnumerable<ExpiringEntry<TValue>> Entries => _ends.Select(e => _entries[e.Key]);

    [JsonIgnore]
    public IEnumerable<TValue> Values => Entries.Select(entry => entry.Value);

    public TValue this[string key] => _entries[key].Value;

    public bool Contains(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry);
        value = found ? entry!.Value : default;
        return found;
    }

    public Expiring<TValue> Set(string key, TValue value, DateTimeOffset end)
    {
        var others = Remove(key);
        return new(others._entries.Add(key, new(key, value, end)), others._ends.Add((end, key)));
    }

    public Expiring<TValue> Remove(string key) =>
        _entries.TryGetValue(key, out var entry)
            ? new(_entries.Remove(key), _ends.Remove((entry.End, key)))
            : this;

    public IEnumerable<TValue> EndedBy(DateTimeOffset moment) =>
        _ends.TakeWhile(e => e.End <= moment).Select(e => _entries[e.Key].Value);

    /// <summary>The entries that end after the moment.</summary>
    public Expiring<TValue> After(DateTimeOffset moment) =>
        FirstEnd <= moment
            ? _ends
                .TakeWhile(e => e.End <= moment)
                .Aggregate(this, (left, ended) => left.Remove(ended.Key))
            : this;
}

/// <summary>One entry, as a snapshot stores it.</summary>
public sealed record ExpiringEntry<TValue>(string Key, TValue Value, DateTimeOffset End);
