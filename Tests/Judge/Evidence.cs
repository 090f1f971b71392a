using System.Collections.Immutable;
using System.Text.Json;
using Commerce.Carts;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Payments;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaymentSimulator;

namespace Commerce.Judging;

/// <summary>
/// Reads what a store left behind when it was stopped or killed, without the store's own reader.
/// </summary>
internal static class Evidence
{
    public static async Task<Facts> Of(string folder) =>
        Facts.None with
        {
            Journal = Journal(Path.Combine(folder, "journal.db")),
            Ledger = await Ledger(Path.Combine(folder, "provider.db")),
        };

    public static ImmutableArray<Fact> Journal(string path)
    {
        // As the process left it: what it had not yet moved out of the write-ahead log counts.
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT position, stream, version, kind, time, data FROM events ORDER BY position";
        using var rows = command.ExecuteReader();
        var facts = ImmutableArray.CreateBuilder<Fact>();
        while (rows.Read())
        {
            var stream = rows.GetString(1);
            facts.Add(
                new(
                    rows.GetInt64(0),
                    stream,
                    rows.GetInt64(2),
                    rows.GetString(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4)),
                    Read(stream, rows.GetString(5))
                )
            );
        }

        return facts.ToImmutable();
    }

    /// <summary>The same of a journal that is in PostgreSQL, whose positions have gaps.</summary>
    public static async Task<ImmutableArray<Fact>> Journal(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT stream, version, kind, time, data FROM commerce.events ORDER BY position"
        );
        await using var rows = await command.ExecuteReaderAsync();
        var facts = ImmutableArray.CreateBuilder<Fact>();
        while (await rows.ReadAsync())
        {
            var stream = rows.GetString(0);
            facts.Add(
                new(
                    facts.Count + 1,
                    stream,
                    rows.GetInt64(1),
                    rows.GetString(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
                    Read(stream, rows.GetString(4))
                )
            );
        }

        return facts.ToImmutable();
    }

    /// <summary>The books of a provider that has ended.</summary>
    public static async Task<ImmutableArray<Charge>> Ledger(string path)
    {
        using var http = new HttpClient();
        var settings = new ProviderSettings { Ledger = path };
        await using var provider = Provider.Open(settings, TimeProvider.System, http);
        return [.. await provider.Charges().ToListAsync()];
    }

    /// <summary>What an event says, of an aggregate that is judged.</summary>
    public static object? Read(string stream, string json) =>
        stream.Split('/')[0] switch
        {
            "cart" => JsonSerializer.Deserialize(json, CartEventJson.Default.CartEvent),
            "order" => JsonSerializer.Deserialize(json, OrderEventJson.Default.OrderEvent),
            "purchase-limit" => JsonSerializer.Deserialize(
                json,
                PurchaseLimitEventJson.Default.PurchaseLimitEvent
            ),
            "payment" => JsonSerializer.Deserialize(json, PaymentEventJson.Default.PaymentEvent),
            "stock" => JsonSerializer.Deserialize(json, StockEventJson.Default.StockEvent),
            _ => null,
        };
}
