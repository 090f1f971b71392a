using System.Globalization;
using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Orders;
using Commerce.Payments;

namespace Commerce.Platform;

/// <summary>
/// The orders and payments that are not at rest: all of them and by state, the first due first.
/// What is at rest has no row, so the view is as large as what is on its way.
/// </summary>
public sealed class ProcessesView : IView
{
    private const string Sortable = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public string Name => "processes";

    public int Version => 2;

    public bool IsDescending => false;

    public string? KeyOf(string stream) =>
        stream.Split('/') is ["order" or "payment", var id] ? id : null;

    public object? Apply(object? row, RecordedEvent recorded)
    {
        var (id, before) = (KeyOf(recorded.Stream)!, (ProcessRow?)row);
        var after = recorded.Stream.StartsWith("order/", StringComparison.Ordinal)
            ? OrderProcess.After(before, id, Read<OrderEvent>(recorded), recorded.At)
            : PaymentProcess.After(before, id, Read<PaymentEvent>(recorded), recorded.At);
        return after is null ? null : after with { Version = recorded.Version };
    }

    public IEnumerable<Listing> ListsOf(object row)
    {
        var process = (ProcessRow)row;
        var due = process.Due.UtcDateTime.ToString(Sortable, CultureInfo.InvariantCulture);
        return [new("all", due), new($"state/{process.State}", due)];
    }

    public object Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ProcessRowJson.Default.ProcessRow)!;

    public byte[] Write(object row) =>
        JsonSerializer.SerializeToUtf8Bytes((ProcessRow)row, ProcessRowJson.Default.ProcessRow);

    private static TEvent Read<TEvent>(RecordedEvent recorded)
        where TEvent : IDomainEvent<TEvent> => StoredEvent<TEvent>.Read(recorded);
}
