using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.Stores;

/// <summary>The store over HTTP, as shoppers and operators reach it.</summary>
/// <param name="bearer">The token that each request carries; <c>null</c> for a guest.</param>
internal sealed class Shop(HttpClient http, string? bearer = Shop.OperatorKey)
{
    /// <summary>The operators' key of the stores that tests start.</summary>
    public const string OperatorKey = "operator-key-of-the-tests";

    /// <summary>Puts a published product of one SKU into the shop, with so many units.</summary>
    public async Task Stock(string sku, int units, int price = 1_999)
    {
        var product = await Send(
            HttpMethod.Put,
            $"/admin/v1/products/key={sku}",
            new
            {
                slug = $"product-{sku.ToLowerInvariant()}",
                name = new { en = $"Product {sku}" },
                published = true,
                variants = new[]
                {
                    new { sku, prices = new[] { new { amount = price, currency = "EUR" } } },
                },
            }
        );
        product.Expect(200, 201);
        if (units > 0)
            (await Receive(sku, units, $"first-{sku}")).Expect(201);
    }

    public Task<Reply> Receive(string sku, int quantity, string key) =>
        Post(
            $"/admin/v1/skus/{sku}/movements",
            new
            {
                type = "receive",
                quantity,
                reason = "test",
            },
            key
        );

    public Task<Reply> Count(string sku, int to, string key) =>
        Post(
            $"/admin/v1/skus/{sku}/movements",
            new
            {
                type = "count",
                to,
                reason = "test",
            },
            key
        );

    public Task<Reply> GetStock(string sku) => Get($"/admin/v1/skus/{sku}/stock");

    public Task<Reply> Hold(string sku, string holder, int quantity, int seconds) =>
        Post(
            $"/admin/v1/skus/{sku}/holds",
            new
            {
                holder,
                quantity,
                ttlSeconds = seconds,
            },
            null
        );

    public Task<Reply> EndHold(string sku, string holder, string how) =>
        Post($"/admin/v1/skus/{sku}/holds/{holder}/{how}", new { }, null);

    /// <returns>The cart's id.</returns>
    public async Task<string> OpenCart()
    {
        var opened = await Post("/api/v1/carts", new { currency = "EUR" }, key: null);
        return opened.Expect(201).Text("id");
    }

    /// <returns>The id of a cart with those SKUs in it, a unit each.</returns>
    public async Task<string> FillCart(params string[] skus)
    {
        var cart = await OpenCart();
        foreach (var sku in skus)
            (await Add(cart, sku, 1)).Expect(200, 201);

        return cart;
    }

    public Task<Reply> Add(string cart, string sku, int quantity, string? key = null) =>
        Post($"/api/v1/carts/{cart}/lines", new { sku, quantity }, key);

    public Task<Reply> GetCart(string cart) => Get($"/api/v1/carts/{cart}");

    public Task<Reply> Checkout(
        string cart,
        string key,
        string token = "tok_ok",
        int wait = 10,
        string email = "shopper@example.com",
        string? phone = null
    ) =>
        Send(
            HttpMethod.Post,
            $"/api/v1/carts/{cart}/checkout",
            new
            {
                email,
                // Whoever has another address has another phone, unless told.
                phone = phone ?? PhoneOf(email),
                shippingAddress = new
                {
                    name = "A Shopper",
                    line1 = "1 High Street",
                    city = "Berlin",
                    postalCode = "10115",
                    country = "DE",
                },
                paymentMethod = new { token },
            },
            key,
            wait
        );

    private static string PhoneOf(string email)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(email))
        );
        return $"+49 30 9{hash % 1_000_000:000000}";
    }

    public Task<Reply> Pay(string order, string accessToken, string key, string token) =>
        Send(
            HttpMethod.Post,
            $"/api/v1/orders/{order}/payments",
            new { paymentMethod = new { token } },
            key,
            wait: 10,
            accessToken
        );

    public Task<Reply> GetOrder(string order) => Get($"/admin/v1/orders/{order}");

    /// <summary>As an operator, who needs no token of the order.</summary>
    public Task<Reply> Cancel(string order, string key, int wait = 10) =>
        Send(
            HttpMethod.Post,
            $"/admin/v1/orders/{order}/cancel",
            new { reason = "changed my mind" },
            key,
            wait
        );

    public Task<Reply> Capture(string order, string key) =>
        Send(HttpMethod.Post, $"/admin/v1/orders/{order}/capture", new { }, key, wait: 10);

    /// <summary>Gives back an amount, or all that is left.</summary>
    public Task<Reply> Refund(string order, string key, long? amount = null)
    {
        object body = amount is null
            ? new { reason = "test" }
            : new { amount = new { amount, currency = "EUR" }, reason = "test" };
        return Send(HttpMethod.Post, $"/admin/v1/orders/{order}/refunds", body, key, wait: 10);
    }

    /// <summary>
    /// Events behind a mark; where there are none yet, waits for one as long as told.
    /// </summary>
    public Task<Reply> GetEvents(string? after, int wait = 0)
    {
        var query = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
        return Send(HttpMethod.Get, $"/admin/v1/events?limit=1000{query}", null, null, wait);
    }

    /// <summary>
    /// Waits for an event of a kind about something; fails when it does not come.
    /// </summary>
    public async Task Await(string kind, string about, int seconds = 30)
    {
        var started = TimeProvider.System.GetTimestamp();
        string? after = null;
        while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds)
        {
            var page = (await GetEvents(after, wait: 5)).Expect(200);
            var isThere = page.Body["data"]!
                .AsArray()
                .Any(each =>
                    each!["kind"]!.GetValue<string>() == kind
                    && each.ToJsonString().Contains(about, StringComparison.Ordinal)
                );
            if (isThere)
                return;

            after = page.Body["page"]!["last"]!.GetValue<string>();
        }

        throw new TimeoutException($"No {kind} about {about} in {seconds} s.");
    }

    public Task<Reply> Get(string path) => Send(HttpMethod.Get, path, body: null);

    public Task<Reply> Post(string path, object body, string? key) =>
        Send(HttpMethod.Post, path, body, key);

    public async Task<Reply> Send(
        HttpMethod method,
        string path,
        object? body,
        string? key = null,
        int? wait = null,
        string? accessToken = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (wait is not null)
            request.Headers.Add("Prefer", $"wait={wait}");
        if (accessToken is not null)
            request.Headers.Add("X-Order-Token", accessToken);

        using var response = await http.SendAsync(request);
        return await Read(response);
    }

    private static async Task<Reply> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith(
            "json",
            StringComparison.Ordinal
        );
        return new(
            (int)response.StatusCode,
            isJson == true ? JsonNode.Parse(text)!.AsObject() : [],
            response.Headers
        )
        {
            Page = isJson == true ? "" : text,
        };
    }
}

/// <summary>An answer of the store.</summary>
internal sealed record Reply(int Status, JsonObject Body, HttpResponseHeaders Headers)
{
    /// <summary>What was answered that is no JSON.</summary>
    public string Page { get; init; } = "";

    public string? Code => Body["code"]?.GetValue<string>();

    /// <summary>Whether this was said before, to the same key.</summary>
    public bool IsReplay => Headers.TryGetValues("Idempotent-Replayed", out _);

    public string Location => Headers.Location?.ToString() ?? "";

    public string Text(string member) => Body[member]?.GetValue<string>() ?? "";

    public long Number(string member) => Body[member]?.GetValue<long>() ?? 0;

    public long Total => Body["totals"]!["total"]!["amount"]!.GetValue<long>();

    public Reply Expect(params int[] statuses) =>
        statuses.Contains(Status)
            ? this
            : throw new InvalidOperationException($"{Status}: {Body.ToJsonString()}");
}
