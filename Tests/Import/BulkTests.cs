using System.Net;
using System.Text;
using System.Text.Json;
using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.Imports;

/// <summary>Files of requests: made one by one, told of as one.</summary>
public sealed class BulkTests : WholeStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_row_is_done_as_the_request_that_it_is_and_told_of_where_it_fails()
    {
        var order = await Buy();
        var import = await Done(
            "k",
            Move("5"),
            Post("skus/TEA/freeze", """{"reason":"recall"}"""),
            "",
            Post($"orders/{order}/capture"),
            Post(
                $"orders/{order}/refunds",
                """{"amount":{"amount":100,"currency":"EUR"},"reason":"x"}"""
            ),
            Move("-1"),
            Move("\"5\""),
            """{"method":"GET","path":"/admin/v1/skus/TEA/stock"}""",
            """{"method":"POST","path":"/api/v1/carts"}""",
            Post("bulk"),
            """{"method":"PATCH","path":"/admin/v1/skus/TEA/stock","body":{"safetyThreshold":3}}"""
        );

        Assert.Equal("requests", import.GetProperty("of").GetString());
        Assert.Equal(
            (3, 2, 5),
            (
                import.GetProperty("created").GetInt64(),
                import.GetProperty("changed").GetInt64(),
                import.GetProperty("failed").GetInt64()
            )
        );
        Assert.Equal(
            [
                "6 quantity_out_of_range ",
                "7 malformed_request /quantity",
                "8 invalid_request /method",
                "9 invalid_request /path",
                "10 invalid_request /path",
            ],
            await Failures(import)
        );
        var stock = (await Shop.GetStock("TEA")).Expect(200).Body;
        Assert.Equal(
            (14, true, 3),
            (
                stock["onHand"]!.GetValue<int>(),
                stock["frozen"]!.GetValue<bool>(),
                stock["safetyThreshold"]!.GetValue<int>()
            )
        );
        var payment = (await Shop.GetOrder(order)).Expect(200).Body["payments"]![0]!;
        Assert.Equal(100, payment["refunded"]!["amount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Every_row_is_noted_as_its_operators()
    {
        await Done(
            "k",
            Post("skus/TEA/freeze", """{"reason":"recall"}"""),
            Post("skus/TEA/nonsense")
        );
        using var audit = await Store.Send(HttpMethod.Get, "/admin/v1/audit");
        var text = await audit.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("break-glass key, in bulk", text, StringComparison.Ordinal);
        Assert.Contains("/admin/v1/skus/TEA/freeze", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_under_the_same_key_does_nothing_again()
    {
        var first = await Done("k", Move("5"));
        using var again = await Send("k", Move("5"));
        using var other = await Send("k", Move("6"));

        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(1, first.GetProperty("created").GetInt64());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(15, (await Shop.GetStock("TEA")).Body["onHand"]!.GetValue<int>());
    }

    [Fact]
    public async Task Nobody_without_the_key_can_send_and_no_header_makes_a_request_an_inner_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/skus/TEA/freeze");
        request.Headers.Authorization = new("Bearer", "nobody");
        request.Headers.Add("X-Inner-Request", "1");
        using var answer = await Store.Http.SendAsync(request, Cancellation);
        using var bulk = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/bulk");
        bulk.Headers.Authorization = new("Bearer", "nobody");
        using var refused = await Store.Http.SendAsync(bulk, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static string Move(string quantity) =>
        Post("skus/TEA/movements", $$"""{"type":"receive","quantity":{{quantity}},"reason":"x"}""");

    private static string Post(string path, string body = "null") =>
        $$"""{"method":"POST","path":"/admin/v1/{{path}}","body":{{body}}}""";

    /// <returns>The id of a confirmed order.</returns>
    private async Task<string> Buy()
    {
        var cart = await Shop.FillCart("TEA");
        return (await Shop.Checkout(cart, "buy")).Expect(201).Text("id");
    }

    private async Task<JsonElement> Done(string key, params string[] rows)
    {
        using var accepted = await Send(key, string.Join('\n', rows));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Store.Happened("import.finished");
        using var import = await Store.Send(
            HttpMethod.Get,
            accepted.Headers.Location!.OriginalString
        );
        return await import.Json();
    }

    private Task<HttpResponseMessage> Send(string key, string rows)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/bulk?name=rows")
        {
            Content = new StringContent(rows, Encoding.UTF8, "application/x-ndjson"),
        };
        request.Headers.Add("Idempotency-Key", key);
        return Store.Http.SendAsync(request, Cancellation);
    }

    private async Task<List<string>> Failures(JsonElement import)
    {
        var path = $"/admin/v1/imports/{import.GetProperty("id").GetString()}/rows?status=failed";
        using var rows = await Store.Send(HttpMethod.Get, path);
        return
        [
            .. (await rows.Json())
                .GetProperty("data")
                .EnumerateArray()
                .Select(row =>
                    $"{row.GetProperty("line")} {row.GetProperty("code")} "
                    + (row.TryGetProperty("pointer", out var at) ? at.GetString() : "")
                ),
        ];
    }
}
