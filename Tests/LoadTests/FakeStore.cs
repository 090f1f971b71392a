using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Commerce.LoadTests;

/// <summary>The routes that the scenarios ask for, as the API describes them and no more: what a
/// scenario says wrong is refused.</summary>
internal sealed class FakeStore
{
    public const string OperatorKey = "test-operator-key";

    private readonly ConcurrentDictionary<string, string> _skuByProduct = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<string, long> _units = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _carts = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private int _lines;
    private int _checkoutFaults;

    /// <summary>Holders of a unit.</summary>
    public ConcurrentDictionary<string, string> Holds { get; } = new(StringComparer.Ordinal);

    /// <summary>The skus of each order, by its cart.</summary>
    public ConcurrentDictionary<string, string[]> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>Units that it says it sold beyond those in orders.</summary>
    public long SoldBesides { get; set; }

    public int Lines => _lines;

    public int Carts => _carts.Count;

    /// <summary>Units that it says it holds beyond those held.</summary>
    public long HeldBesides { get; set; }

    /// <summary>How many checkouts are yet to be answered as overloaded, though done.</summary>
    public int CheckoutFaults
    {
        get => _checkoutFaults;
        set => _checkoutFaults = value;
    }

    /// <summary>Whether a checkout that is asked again is another order.</summary>
    public bool ForgetsKeys { get; set; }

    /// <summary>When set, each checkout is answered with it, as a conflict.</summary>
    public string? CheckoutRefusal { get; set; }

    public void Map(WebApplication app)
    {
        app.MapGet("/livez", () => "ok");
        app.MapGet("/api/v1/products", List);
        app.MapGet(
            "/api/v1/products/{id}",
            (string id) => _skuByProduct.ContainsKey(id) ? Results.Ok() : Results.NotFound()
        );
        app.MapGet("/search", (string q) => q == "Load" ? Results.Ok() : Results.NotFound());
        app.MapGet("/away", () => Problem(503, "overloaded"));
        app.MapGet("/later", Later);
        app.MapPost("/api/v1/carts", OpenCart);
        app.MapPost("/api/v1/carts/{id}/lines", AddLine);
        app.MapPost("/api/v1/carts/{id}/checkout", CheckOut);

        var operators = app.MapGroup("/admin/v1")
            .AddEndpointFilter(
                async (context, next) =>
                    context.HttpContext.Request.Headers.Authorization == $"Bearer {OperatorKey}"
                        ? await next(context)
                        : Problem(401, "unauthorized")
            );
        operators.MapPut("/products/key={key}", PutProduct);
        operators.MapPost("/skus/{sku}/movements", Receive);
        operators.MapPost("/skus/{sku}/holds", Hold);
        operators.MapGet("/skus/{sku}/stock", GetStock);
        operators.MapGet(
            "/integrity",
            () =>
                Results.Json(new { deltas = Array.Empty<string>(), faults = Array.Empty<string>() })
        );
    }

    private IResult List(int limit) =>
        Results.Json(
            new
            {
                data = _skuByProduct
                    .Keys.Take(limit)
                    .Select(id => new { id, name = new { en = "Load" } })
                    .ToArray(),
            }
        );

    private IResult PutProduct(string key, [FromBody] JsonObject product)
    {
        var variant = product["variants"]![0]!;
        var complete =
            Is(product["slug"], key)
            && (bool)product["published"]!
            && product["name"]!["en"] is not null
            && Is(variant["prices"]![0]!["currency"], "EUR");
        var id = $"prd_{key}";
        _skuByProduct[id] = (string)variant["sku"]!;
        return complete ? Results.Json(new { id, key }) : Problem(422, "incomplete");
    }

    private IResult Receive(string sku, [FromBody] JsonObject movement, HttpRequest request)
    {
        if (!IsFreshKey(request))
        {
            return Problem(422, "idempotency_key_reused");
        }

        var quantity = (long)movement["quantity"]!;
        _units.AddOrUpdate(sku, quantity, (_, units) => units + quantity);
        return Results.StatusCode(Is(movement["type"], "receive") ? 201 : 422);
    }

    private IResult Hold(string sku, [FromBody] JsonObject hold)
    {
        var free = _units.AddOrUpdate(sku, -1, (_, units) => units - (long)hold["quantity"]!);
        return free < 0 ? Problem(409, "insufficient_stock")
            : Holds.TryAdd((string)hold["holder"]!, sku) ? Results.StatusCode(201)
            : Problem(409, "held_twice");
    }

    private IResult GetStock(string sku)
    {
        var sold = Orders.Values.Sum(skus => skus.Count(each => each == sku));
        var held = Holds.Values.Count(each => each == sku);
        return Results.Json(
            new
            {
                sku,
                sold = sold + (sold == 0 ? 0 : SoldBesides),
                held = held + (held == 0 ? 0 : HeldBesides),
                available = long.Max(0, _units.GetValueOrDefault(sku)),
            }
        );
    }

    private IResult OpenCart()
    {
        var id = $"crt_{Guid.CreateVersion7():N}";
        _carts[id] = [];
        return Results.Created($"/api/v1/carts/{id}", new { id });
    }

    private IResult AddLine(string id, [FromBody] JsonObject line)
    {
        var sku = (string)line["sku"]!;
        if (!_units.ContainsKey(sku) || (int)line["quantity"]! != 1)
        {
            return Problem(422, "unknown_sku");
        }

        Interlocked.Increment(ref _lines);
        var merged = _carts[id].Contains(sku, StringComparer.Ordinal);
        _carts[id].Add(sku);
        return Results.StatusCode(merged ? 200 : 201);
    }

    private IResult CheckOut(string id, [FromBody] JsonObject buyer, HttpRequest request)
    {
        if (CheckoutRefusal is { } refusal)
            return Problem(409, refusal);

        var key = (string?)request.Headers["Idempotency-Key"];
        var complete =
            key is not null
            && Is(buyer["shippingAddress"]!["country"], "DE")
            && Is(buyer["paymentMethod"]!["token"], "tok_ok")
            && (_keys.TryAdd(key, id) ? Orders.TryAdd(id, [.. _carts[id]]) : _keys[key] == id);
        var order = ForgetsKeys ? $"{Guid.CreateVersion7()}" : id;
        return !complete ? Problem(422, "incomplete")
            : Interlocked.Decrement(ref _checkoutFaults) >= 0 ? Problem(503, "overloaded")
            : Results.Json(new { id = order }, statusCode: 201);
    }

    private static IResult Later(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Problem(503, "overloaded");
    }

    private bool IsFreshKey(HttpRequest request) =>
        (string?)request.Headers["Idempotency-Key"] is { } key && _keys.TryAdd(key, key);

    private static bool Is(JsonNode? node, string text) =>
        string.Equals((string?)node, text, StringComparison.Ordinal);

    private static IResult Problem(int status, string code) =>
        Results.Problem(
            statusCode: status,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code }
        );
}
