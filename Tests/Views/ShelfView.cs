using System.Text.Json.Serialization;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Views;

/// <summary>
/// A view for tests: SKUs by name, by whether they are frozen; a count of 13 is poison.
/// </summary>
public sealed class ShelfView(int version = 1)
    : ListView<StockEvent, ShelfRow>("shelf", version, "stock", ShelfJson.Default.ShelfRow)
{
    public bool FromTheEnd { get; init; }

    public override bool IsDescending => FromTheEnd;

    public override ShelfRow? Apply(ShelfRow? row, StockEvent happened, RecordedEvent recorded)
    {
        row ??= new(recorded.Stream["stock/".Length..], 0, Frozen: false);
        return happened switch
        {
            StockEvent.Received e => row with { Units = row.Units + e.Quantity },
            StockEvent.Counted { Found: 13 } => throw new InvalidOperationException("Unlucky."),
            StockEvent.Counted { Found: 0 } => null,
            StockEvent.Counted e => row with { Units = e.Found },
            StockEvent.Froze => row with { Frozen = true },
            StockEvent.Thawed => row with { Frozen = false },
            _ => row,
        };
    }

    public override IEnumerable<Listing> ListsOf(ShelfRow row) =>
        [
            new("all", row.Sku),
            new(row.Frozen ? "state/frozen" : "state/open", row.Sku),
            // On the day of as many units, for one day.
            new("today", row.Sku, Day(row.Units), Day(row.Units + 1)),
        ];

    public override IEnumerable<Share> SharesOf(ShelfRow row) =>
        [
            new("units", $"2026-01-0{row.Sku.Length}T12:00", new(1, row.Units, row.Units * 100)),
            new(row.Frozen ? "frozen" : "open", "2026-01-01T12:00", new(1, row.Units, 0)),
        ];

    public static DateTimeOffset Day(long number) => DateTimeOffset.UnixEpoch.AddDays(number);
}

public sealed record ShelfRow(string Sku, long Units, bool Frozen);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShelfRow))]
internal sealed partial class ShelfJson : JsonSerializerContext;
