using System.Net.Http.Json;
using System.Text;
using Commerce.Http;

namespace Commerce.OpenApi;

/// <summary>What a store really answers has the shapes that the document promises.</summary>
public sealed class ConformanceTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase()
    {
        await store.Stock("BUY");
        var opened = await Shop("openCart", HttpMethod.Post, "/api/v1/carts", new { });
        var cart = opened.Headers.Location!.ToString();
        await Shop(
            "addCartLine",
            HttpMethod.Post,
            $"{cart}/lines",
            new { sku = "BUY", quantity = 2 }
        );
        await Shop("getCart", HttpMethod.Get, cart);
        await Shop("getCartProblems", HttpMethod.Get, $"{cart}/problems");
        await Shop("getShippingOptions", HttpMethod.Get, $"{cart}/shipping-options?country=DE");
        await Shop(
            "chooseShipping",
            HttpMethod.Put,
            $"{cart}/shipping-method",
            new { method = "express", country = "DE" }
        );
        var bought = await Shop(
            "checkout",
            HttpMethod.Post,
            $"{cart}/checkout",
            Checkout("tok_ok")
        );
        var order = await bought.Content.ReadFromJsonAsync<OrderSeen>(Cancellation);
        var token = order!.AccessToken;
        await Shop("getOrder", HttpMethod.Get, $"/api/v1/orders/{order.Id}", token: token);
        await Shop(
            "getOrderEvents",
            HttpMethod.Get,
            $"/api/v1/orders/{order.Id}/events",
            token: token
        );
        await Operate("getOrderAsOperator", HttpMethod.Get, $"/admin/v1/orders/{order.Id}");
        await Operate(
            "captureOrder",
            HttpMethod.Post,
            $"/admin/v1/orders/{order.Id}/capture",
            new { }
        );
        await Operate(
            "refundOrder",
            HttpMethod.Post,
            $"/admin/v1/orders/{order.Id}/refunds",
            new { }
        );
        await Operate(
            "suspendOrder",
            HttpMethod.Post,
            $"/admin/v1/orders/{order.Id}/suspend",
            new { }
        );
        await Operate("listEvents", HttpMethod.Get, "/admin/v1/events");
        await Operate("getIntegrity", HttpMethod.Get, "/admin/v1/integrity");
        await Operate("getStock", HttpMethod.Get, "/admin/v1/skus/BUY/stock");
    }

    [Fact]
    public async Task Problems()
    {
        await store.Stock("FAIL");
        var opened = await Shop("openCart", HttpMethod.Post, "/api/v1/carts", new { });
        var cart = opened.Headers.Location!.ToString();
        await Shop("checkout", HttpMethod.Post, $"{cart}/checkout", Checkout("tok_ok"));
        await Shop(
            "addCartLine",
            HttpMethod.Post,
            $"{cart}/lines",
            new { sku = "FAIL", quantity = 101 }
        );
        await Shop(
            "addCartLine",
            HttpMethod.Post,
            $"{cart}/lines",
            new { sku = "FAIL", quantity = 0 }
        );
        await Shop(
            "addCartLine",
            HttpMethod.Post,
            $"{cart}/lines",
            new { sku = "FAIL", quantity = 1 }
        );
        await Shop("checkout", HttpMethod.Post, $"{cart}/checkout", Checkout("tok_declined"));
        await Shop("getCart", HttpMethod.Get, "/api/v1/carts/crt_eu1_none");
        await Shop("getStock", HttpMethod.Get, "/admin/v1/skus/FAIL/stock");
    }

    [Fact]
    public async Task An_import()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/imports?name=rows");
        request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        request.Headers.Add("Idempotency-Key", "import");
        request.Content = new StringContent("{}\n", Encoding.UTF8, "application/x-ndjson");
        using var accepted = await store.Http.SendAsync(request, Cancellation);

        await Keep("importProducts", accepted);
        var import = accepted.Headers.Location!.ToString();
        await Operate("getImport", HttpMethod.Get, import);
        await Operate("listImportRows", HttpMethod.Get, $"{import}/rows");
    }

    [Fact]
    public async Task Lists_and_products()
    {
        await store.Stock("LIST");
        await Shop("listProducts", HttpMethod.Get, "/api/v1/products?availability=true&limit=1");
        await Shop("listProducts", HttpMethod.Get, "/api/v1/products?limit=0");
        await Shop("listProducts", HttpMethod.Get, "/api/v1/products?cursor=no");
        await Shop("listCategories", HttpMethod.Get, "/api/v1/categories");
        await Shop("getProduct", HttpMethod.Get, "/api/v1/products/product-list");
        await Shop("getAvailability", HttpMethod.Get, "/api/v1/products/product-list/availability");
        await Operate("listStock", HttpMethod.Get, "/admin/v1/skus");
        await Operate("listOrders", HttpMethod.Get, "/admin/v1/orders");
        await Operate(
            "holdStock",
            HttpMethod.Post,
            "/admin/v1/skus/LIST/holds",
            new
            {
                holder = "till",
                quantity = 1,
                ttlSeconds = 60,
            }
        );
        await Operate("listHolds", HttpMethod.Get, "/admin/v1/skus/LIST/holds");
    }

    private static object Checkout(string token) =>
        new
        {
            email = "shopper@example.com",
            shippingAddress = new
            {
                name = "A Shopper",
                line1 = "1 High Street",
                city = "Berlin",
                postalCode = "10115",
                country = "DE",
            },
            paymentMethod = new { token },
        };

    private async Task<HttpResponseMessage> Shop(
        string operation,
        HttpMethod method,
        string path,
        object? body = null,
        string? token = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Prefer", "wait=10");
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", $"{path} {body}");
        if (token is not null)
            request.Headers.Add("X-Order-Token", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);

        var answer = await store.Http.SendAsync(request, Cancellation);
        await Keep(operation, answer);
        return answer;
    }

    private async Task Operate(
        string operation,
        HttpMethod method,
        string path,
        object? body = null
    )
    {
        using var answer = await store.Operate(method, path, body);
        await Keep(operation, answer);
    }

    private async Task Keep(string operation, HttpResponseMessage answer)
    {
        await answer.Content.LoadIntoBufferAsync(Cancellation);
        var contract = new ApiContract(await store.GetDocument());
        Assert.Equal([], await contract.Breaches(operation, answer));
    }

    private sealed record OrderSeen(string Id, string AccessToken);
}
