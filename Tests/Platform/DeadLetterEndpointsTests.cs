using System.Net;
using System.Text.Json;
using Commerce.Views;
using Microsoft.Data.Sqlite;

namespace Commerce.Platform;

public sealed class DeadLetterEndpointsTests(ListStore store) : IClassFixture<ListStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_view_cannot_take_is_listed_and_stays_until_it_can()
    {
        await store.Journal.Append(
            new(
                $"product/{ListStore.Id(7)}",
                0,
                [new("product", DateTimeOffset.UnixEpoch, """{"kind":"nonsense"}"""u8.ToArray())]
            )
        );
        await store.CatchUp();
        var position = store.Journal.Head;
        var letter = (await Letters()).Single(each => StreamOf(each) == ListStore.Id(7));
        using var again = await Redeliver(letter.GetProperty("id").GetString()!);
        using var problem = JsonDocument.Parse(await again.Content.ReadAsStringAsync(Stop));

        Assert.Equal($"products@{position}", letter.GetProperty("id").GetString());
        Assert.Equal(1, letter.GetProperty("version").GetInt64());
        Assert.NotEmpty(letter.GetProperty("reason").GetString()!);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("still_undeliverable", problem.RootElement.GetProperty("code").GetString());
        Assert.Contains(await Letters(), each => StreamOf(each) == ListStore.Id(7));
    }

    /// <summary>As another version of the program may have left it.</summary>
    [Fact]
    public async Task What_the_view_can_take_by_now_is_in_its_lists_again()
    {
        await store.Happen(ListStore.Id(8), 0, ListStore.Written("lost", published: true));
        var position = store.Journal.Head;
        await store.Happen(ListStore.Id(8), 1, ListStore.Written("later", published: true));
        Park(ListStore.Id(8), position);
        var before = await Products();
        using var delivered = await Redeliver($"products@{position}");
        var after = await Products();

        Assert.DoesNotContain("later", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, delivered.StatusCode);
        Assert.Contains("later", after, StringComparison.Ordinal);
        Assert.DoesNotContain(await Letters(), each => StreamOf(each) == ListStore.Id(8));
    }

    [Theory]
    [InlineData("products@999999", HttpStatusCode.NotFound)]
    [InlineData("nothing@1", HttpStatusCode.NotFound)]
    [InlineData("products@-1", HttpStatusCode.BadRequest)]
    [InlineData("odd", HttpStatusCode.BadRequest)]
    public async Task Only_what_is_parked_is_delivered_again(string id, HttpStatusCode status)
    {
        using var answer = await Redeliver(id);

        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>Takes a product out of its lists, and says that an event was parked.</summary>
    private void Park(string id, long position)
    {
        var path = Path.Combine(store.Folder, "views.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM listings WHERE key = $id;
            DELETE FROM rows WHERE key = $id;
            INSERT INTO dead_letters SELECT max(build), $position, 'product/' || $id, 1, 'No.'
            FROM builds WHERE view = 'products';
            """;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$position", position);
        command.ExecuteNonQuery();
    }

    private async Task<string> Products() =>
        (await ListStore.Get(store.Shopper, "/api/v1/products")).GetRawText();

    private async Task<List<JsonElement>> Letters()
    {
        var page = await ListStore.Get(store.Operator, "/admin/v1/dead-letters");
        return [.. page.GetProperty("data").EnumerateArray()];
    }

    private static string StreamOf(JsonElement letter) =>
        letter.GetProperty("stream").GetString()!.Split('/')[1];

    private Task<HttpResponseMessage> Redeliver(string id) =>
        store.Operator.PostAsync($"/admin/v1/dead-letters/{id}/redeliver", content: null, Stop);
}
