using System.Net;
using System.Net.Http.Headers;
using Commerce.Stores;

namespace Commerce.Platform;

/// <summary>What a store says of itself to whoever hands it requests.</summary>
public sealed class ReadinessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_about_to_stop_says_so_first_and_serves_until_then()
    {
        await using var store = await StoreProcess.Start("Silo", "--NoticeMilliseconds=2000");
        using var http = new HttpClient { BaseAddress = store.Url };
        var cart = await store.Shop.FillCart();
        var before = await Status(http, "/readyz");

        await store.Signal("TERM");
        while (await Status(http, "/readyz") is HttpStatusCode.OK)
        {
            // The signal is on its way.
        }

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(http, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await Status(http, "/livez"));
        Assert.Equal(HttpStatusCode.OK, await Status(http, $"/api/v1/carts/{cart}"));
        await store.Died();
    }

    [Fact]
    public async Task Who_watches_an_order_does_not_hold_up_a_store_that_stops()
    {
        await using var store = await StoreProcess.Start();
        await store.Shop.Stock("TEA", units: 1);
        var cart = await store.Shop.FillCart("TEA");
        var order = (await store.Shop.Checkout(cart, "k")).Expect(201);
        using var http = new HttpClient { BaseAddress = store.Url };
        http.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(Live));
        http.DefaultRequestHeaders.Add("X-Order-Token", order.Text("accessToken"));
        var path = new Uri($"/api/v1/orders/{order.Text("id")}/events", UriKind.Relative);
        using var watched = await http.GetAsync(
            path,
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
        Assert.Equal(Live, watched.Content.Headers.ContentType?.MediaType);

        var begun = TimeProvider.System.GetTimestamp();
        await store.Signal("TERM");
        var told = await watched.Content.ReadAsStringAsync(Stop);
        await store.Died();

        Assert.Contains("order.confirmed", told, StringComparison.Ordinal);
        // It would be waited for half a minute, and told that nothing happens each ten seconds.
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(8));
    }

    private const string Live = "text/event-stream";

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return answer.StatusCode;
    }
}
