using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// Buyers who were let into a flash sale of one SKU, each with a cart of their own: from the
/// admission to the order.
/// </summary>
internal sealed class Admitted : Scenario
{
    /// <summary>Buyers made for each second: more than can be served.</summary>
    private const int BuyersPerSecond = 2_500;

    private static readonly TimeSpan LetIn = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PollPause = TimeSpan.FromSeconds(2.5);

    private string _line = "";
    private (string Cart, string Admission)[] _buyers = [];
    private int _next = -1;

    public override string Name => "admitted";

    public override string About => "let into a flash sale: add its one SKU, pay, confirmed";

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        var product = await Goods.Make(fleet, fleet.Clients[0].FreshName(), receipts: 2);
        var sale = await Open(fleet.Clients[0], product.Sku);
        var count = (int)(plan.Length.TotalSeconds * BuyersPerSecond);
        var carts = await fleet.ForEach(count, (client, _) => NewCart.Require(client));
        var tickets = await fleet.ForEach(count, (client, i) => Join(client, sale, carts[i]));
        await Task.Delay(PollPause, TimeProvider.System);
        _buyers = await fleet.ForEach(
            count,
            async (client, i) => (carts[i], await Admission(client, tickets[i]))
        );
        _line = product.Sku;
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        if (Interlocked.Increment(ref _next) is var number && number >= _buyers.Length)
            return false;

        var (cart, admission) = _buyers[number];
        var line = $$"""{"sku":"{{_line}}","quantity":1,"admission":"{{admission}}"}""";
        return (await client.Post($"{cart}/lines", line)).Is(201)
            && await CheckOut(client, cart, number);
    }

    private static async ValueTask<bool> CheckOut(Client client, string cart, int number)
    {
        var buyer = $$"""
            {"email":"buyer-{{number}}@example.com","shippingAddress":{"name":"A Buyer",
            "line1":"1 High Street","city":"Berlin","postalCode":"10115","country":"DE"},
            "paymentMethod":{"token":"tok_ok"} }
            """;
        var key = client.FreshName();
        return (await client.Post($"{cart}/checkout", buyer, key, "checkout")).Is(201);
    }

    /// <summary>A sale that has begun and lets everybody in.</summary>
    /// <returns>Its path.</returns>
    private static async Task<string> Open(Client client, string sku)
    {
        var drafted = await Do(
            client,
            "POST",
            "/admin/v1/sales",
            $$"""
            {"name":"Load","order":"fifo","admissionSeconds":3600,"items":[
            {"sku":"{{sku}}","price":{"amount":999,"currency":"EUR"},"quantity":1000000}]}
            """
        );
        var id = (string)drafted["id"]!;
        var admin = $"/admin/v1/sales/{id}";
        var now = (DateTimeOffset)drafted["serverNow"]!;
        await Do(
            client,
            "POST",
            $"{admin}/schedule",
            $$"""{"startsAt":"{{Text(now.AddMinutes(1))}}","endsAt":"{{Text(now.AddHours(6))}}" }"""
        );
        await Do(client, "POST", $"{admin}/arm", "{}");
        await Do(client, "POST", $"{admin}/start", "{}");
        return $"/api/v1/sales/{id}/tickets";
    }

    private static async ValueTask<string> Join(Client client, string tickets, string cart)
    {
        var id = cart[(cart.LastIndexOf('/') + 1)..];
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var joined = await client.Post(tickets, $$"""{"cart":"{{id}}"}""", client.FreshName());
            if (joined.Is(201))
                return $"{tickets}/{joined.Member("id")}";

            // Until this frontend knows that the sale has begun.
            SetUpException.Require(
                Stopwatch.GetElapsedTime(since) < LetIn,
                $"POST {tickets}",
                joined
            );
            await Task.Delay(PollPause, TimeProvider.System);
        }
    }

    private static async ValueTask<string> Admission(Client client, string ticket)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var told = await client.Get(ticket);
            if (told.Is(200) && told.Member("admission") is { } admission)
                return admission;

            SetUpException.Require(Stopwatch.GetElapsedTime(since) < LetIn, $"GET {ticket}", told);
            await Task.Delay(PollPause, TimeProvider.System);
        }
    }

    private static async Task<JsonNode> Do(Client client, string method, string path, string body)
    {
        var key = method is "POST" ? client.FreshName() : null;
        var response = await client.Send(method, path, body, key);
        SetUpException.Require(response.Status is >= 200 and < 300, $"{method} {path}", response);
        return JsonNode.Parse(response.Body)!;
    }

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
