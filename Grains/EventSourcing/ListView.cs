using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.EventSourcing;

/// <summary>A view with one row for each aggregate of a kind.</summary>
/// <typeparam name="TEvent">What happens to the aggregates.</typeparam>
/// <typeparam name="TRow">
/// An immutable row, whose JSON is what clients of the list are sent: it is written once and read
/// often, so nobody stands between. Never put personal data in it.
/// </typeparam>
/// <param name="name">What readers ask for: <c>orders</c>.</param>
/// <param name="version">
/// Raise it with every change of the row, of how it comes about or is listed.
/// </param>
/// <param name="aggregate">The grain type whose streams make the rows: <c>order</c>.</param>
/// <param name="json">The row's source-generated JSON.</param>
public abstract class ListView<TEvent, TRow>(
    string name,
    int version,
    string aggregate,
    JsonTypeInfo<TRow> json
) : IView
    where TEvent : IDomainEvent<TEvent>
    where TRow : class
{
    private readonly string _prefix = aggregate + "/";

    public string Name => name;

    public int Version => version;

    public virtual bool IsDescending => false;

    /// <summary>The row after one fact, without an opinion; <c>null</c> for none.</summary>
    public abstract TRow? Apply(TRow? row, TEvent happened, RecordedEvent recorded);

    /// <summary>The lists in which the row stands; none, if nobody may come across it.</summary>
    public abstract IEnumerable<Listing> ListsOf(TRow row);

    /// <summary>What the row adds to totals; by itself nothing.</summary>
    public virtual IEnumerable<Share> SharesOf(TRow row) => [];

    string? IView.KeyOf(string stream) =>
        stream.StartsWith(_prefix, StringComparison.Ordinal) ? stream[_prefix.Length..] : null;

    object? IView.Apply(object? row, RecordedEvent recorded) =>
        Apply((TRow?)row, StoredEvent<TEvent>.Read(recorded), recorded);

    IEnumerable<Listing> IView.ListsOf(object row) => ListsOf((TRow)row);

    IEnumerable<Share> IView.SharesOf(object row) => SharesOf((TRow)row);

    object IView.Read(ReadOnlySpan<byte> text) => JsonSerializer.Deserialize(text, json)!;

    byte[] IView.Write(object row) => JsonSerializer.SerializeToUtf8Bytes((TRow)row, json);
}
