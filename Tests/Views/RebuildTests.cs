using System.Net;
using Commerce.Catalog;

namespace Commerce.Views;

/// <summary>A list that is made anew while people buy.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private const int Shoppers = 6;

    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await CatalogStore.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lists_that_are_made_anew_under_load_neither_fail_nor_go_empty()
    {
        foreach (var slug in (string[])["mug", "cup", "jug"])
        {
            await _store.PutByKey(slug, Products.Json(slug, slug.ToUpperInvariant()));
            await Receive(slug.ToUpperInvariant());
        }

        await Buy();
        await _store.ListsTell();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var bought = Task.WhenAll(Enumerable.Range(0, Shoppers).Select(_ => BuyUntil(stop.Token)));
        var seen = await Task.WhenAll(
            Watch("products", "/api/v1/products", atLeast: 3),
            Watch("stock", "/admin/v1/skus", atLeast: 3),
            Watch("orders", "/admin/v1/orders?limit=200", atLeast: 1)
        );
        await stop.CancelAsync();
        await bought;
        await _store.ListsTell();
        var before = ShelfStore.Dump(_folder.Path);
        await Task.WhenAll(Rebuilt("products"), Rebuilt("stock"), Rebuilt("orders"));

        Assert.All(seen, reads => Assert.True(reads > 0));
        Assert.Equal(before, ShelfStore.Dump(_folder.Path));
    }

    /// <summary>How often a list was read, and in order, while it was made anew.</summary>
    private async Task<int> Watch(string view, string path, int atLeast)
    {
        var rebuilt = Rebuilt(view);
        var reads = 0;
        for (var rows = atLeast; !rebuilt.IsCompleted; reads++)
        {
            using var answer = await _store.Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var told = (await answer.Json()).GetProperty("data").GetArrayLength();
            Assert.InRange(told, rows, int.MaxValue);
            rows = told;
        }

        await rebuilt;
        return reads;
    }

    private async Task Rebuilt(string view)
    {
        using var begun = await _store.Send(HttpMethod.Post, $"/admin/v1/views/{view}/rebuild");
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        for (var state = "building"; state != "complete"; )
        {
            await _store.ListsTell();
            using var all = await _store.Send(HttpMethod.Get, "/admin/v1/views");
            state = (await all.Json())
                .GetProperty("data")
                .EnumerateArray()
                .Single(each => each.GetProperty("name").GetString() == view)
                .GetProperty("state")
                .GetString();
        }
    }

    private async Task BuyUntil(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Buy();
        }
    }

    private async Task Buy()
    {
        using var cart = await _store.Send(HttpMethod.Post, "/api/v1/carts", "{}");
        var path = cart.Headers.Location!.ToString();
        foreach (var sku in (string[])["MUG", "CUP"])
        {
            await _store.Send(
                HttpMethod.Post,
                $"{path}/lines",
                $$"""{"sku":"{{sku}}","quantity":1}"""
            );
        }

        using var paid = await _store.Send(
            HttpMethod.Post,
            $"{path}/checkout",
            """
            {"email":"a@example.com","shippingAddress":{"name":"A","line1":"1","city":"B",
             "postalCode":"1","country":"DE"},"paymentMethod":{"token":"tok_ok"}}
            """,
            headers => headers.Add("Idempotency-Key", "k")
        );
        Assert.Equal(HttpStatusCode.Created, paid.StatusCode);
    }

    private Task<HttpResponseMessage> Receive(string sku) =>
        _store.Send(
            HttpMethod.Post,
            $"/admin/v1/skus/{sku}/movements",
            """{"type":"receive","quantity":1000000,"reason":"test"}""",
            headers => headers.Add("Idempotency-Key", "k")
        );
}
