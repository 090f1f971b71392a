using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>Consumers are down: selling goes on, lists say since when they are old.</summary>
public sealed class ListsThatCannotBeWrittenTests(ListStore store) : IClassFixture<ListStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happened_meanwhile_is_in_the_lists_when_they_can_be_written_again()
    {
        await store.Happen(ListStore.Id(1), 0, ListStore.Written("before", published: true));
        Do("CREATE TRIGGER broken BEFORE UPDATE ON positions BEGIN SELECT raise(ABORT, 'no'); END");

        // Far more than the stream remembers, and all of it durable.
        for (var i = 2; i < 32; i++)
            await store.Journal.Append(Written(i));

        using var cart = await store.Shopper.PostAsync("/api/v1/carts", content: null, Stop);
        Assert.Equal(HttpStatusCode.Created, cart.StatusCode);
        Assert.Equal(1, await Listed());
        Assert.True(await Lag() > 0, "The lists do not say that they are old.");

        Do("DROP TRIGGER broken");
        await store.CatchUp();

        Assert.Equal(31, await Listed());
        Assert.Equal(0, await Lag());
    }

    private static EventSourcing.StreamAppend Written(int number) =>
        new(
            $"product/{ListStore.Id(number)}",
            0,
            [
                new(
                    "product.written",
                    DateTimeOffset.UnixEpoch.AddDays(1),
                    JsonSerializer.SerializeToUtf8Bytes(
                        ListStore.Written($"during-{number}", published: true),
                        Catalog.ProductEventJson.Default.ProductEvent
                    )
                ),
            ]
        );

    private async Task<int> Listed() =>
        (await ListStore.Get(store.Shopper, "/api/v1/products?limit=100"))
            .GetProperty("data")
            .GetArrayLength();

    private async Task<long> Lag() =>
        (await ListStore.Get(store.Operator, "/admin/v1/views"))
            .GetProperty("data")
            .EnumerateArray()
            .Max(each => each.GetProperty("lagMilliseconds").GetInt64());

    private void Do(string sql)
    {
        var path = Path.Combine(store.Folder, "views.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
