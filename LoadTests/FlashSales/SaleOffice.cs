using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.LoadTests.FlashSales;

/// <summary>The sale's operator: prepares it, watches it, ends it, keeps what is told.</summary>
internal sealed class SaleOffice(Client client, FlashSaleSettings settings, ServerClock clock)
{
    /// <summary>How long units in a cart are held: as short as a sale may say.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan AdmissionTime = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettlesWithin = HoldTime + TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ArmsWithin = TimeSpan.FromSeconds(30);

    private string _id = "";

    public int Units => settings.Units;

    public int Limit => settings.Limit;

    public string Sku { get; private set; } = "";

    public string Honeypot => $"{Sku}-VIP";

    /// <summary>The storefront's path of the sale.</summary>
    public string Path => $"/api/v1/sales/{_id}";

    /// <summary>A whole second of the server's clock.</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>Told before the start.</summary>
    public string Commit { get; private set; } = "";

    private string Admin => $"/admin/v1/sales/{_id}";

    /// <summary>A product, its units, and a draft of their sale.</summary>
    /// <param name="name">Of this run alone.</param>
    public async Task Draft(string name)
    {
        Sku = $"FLASH-{name.ToUpperInvariant()}";
        await Do(
            "PUT",
            $"/admin/v1/products/key=flash-{name}",
            $$"""
            {"slug":"flash-{{name}}","name":{"en":"Flash {{name}}"},"categories":["load"],
            "attributes":{},"media":[],"published":true,
            "variants":[{"sku":"{{Sku}}","prices":[{"amount":1999,"currency":"EUR"}]}]}
            """
        );
        await Do(
            "POST",
            $"/admin/v1/skus/{Sku}/movements",
            Json($$"""{"type":"receive","quantity":{{Units}},"reason":"flash sale"}""")
        );
        var sale = await Do(
            "POST",
            "/admin/v1/sales",
            Json(
                $$"""
                {"name":"Flash {{name}}","limit":{{Limit}},"order":"draw","honeypot":"{{Honeypot}}",
                "holdSeconds":{{(int)HoldTime.TotalSeconds}},
                "admissionSeconds":{{(int)AdmissionTime.TotalSeconds}},
                "items":[{"sku":"{{Sku}}","price":{"amount":999,"currency":"EUR"},
                "quantity":{{Units}}}]}
                """
            )
        );
        _id = (string)sale["id"]!;
    }

    /// <summary>Waits until it is ready and tickets may be had.</summary>
    /// <param name="lead">How long before its start.</param>
    public async Task Schedule(TimeSpan lead)
    {
        var sale = await Look();
        var start = (DateTimeOffset)sale["serverNow"]! + lead;
        StartsAt = new(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var end = StartsAt + settings.PatienceMax + TimeSpan.FromHours(1);
        await Do(
            "POST",
            $"{Admin}/schedule",
            $$"""{"startsAt":"{{Text(StartsAt)}}","endsAt":"{{Text(end)}}"}"""
        );
        var ready = await Await(each => (string?)each["state"] == "prequeue", ArmsWithin);
        Commit =
            (string?)ready?["commit"]
            ?? throw new SetUpException($"set-up failed: the sale is not ready: {await Look()}");
        for (var i = 0; i < 10; i++)
        {
            await Look();
        }
    }

    /// <summary>Whether all units are sold.</summary>
    public async Task<bool> IsSoldOut() =>
        (long?)(await Live())?["sold"] is { } sold && sold >= Units;

    /// <summary>How it goes; <c>null</c>, where that is not told.</summary>
    public async Task<JsonNode?> Live()
    {
        var response = await client.Get($"{Admin}/live");
        return response.Is(200) ? JsonNode.Parse(response.Body) : null;
    }

    /// <summary>Ends it, and waits for what became of its units.</summary>
    public async Task<SettledSale?> Settle()
    {
        await Do("POST", $"{Admin}/stop", "{}");
        var settled = await Await(sale => (string?)sale["state"] == "settled", SettlesWithin);
        return settled?["results"]?[0] is { } result
            ? new((long)result["granted"]!, (long)result["sold"]!, (long)result["left"]!)
            : null;
    }

    public async Task<PublishedDraw?> GetDraw()
    {
        var response = await client.Get($"{Path}/proof");
        if (!response.Is(200))
            return null;

        var told = JsonNode.Parse(response.Body)!;
        var proof = new DrawProof(
            (string)told["commit"]!,
            (string?)told["seed"] ?? "",
            (string)told["root"]!,
            (long)told["count"]!
        );
        var set = await client.Get($"{Path}/proof/tickets");
        return set.Is(200)
            ? new(
                Commit,
                proof,
                [.. Encoding.ASCII.GetString(set.Body).Split('\n').SelectMany(Read)]
            )
            : null;
    }

    private static IEnumerable<(string Hash, long Position)> Read(string line) =>
        line.Split(' ') is [var hash, var position]
            ? [(hash, long.Parse(position, CultureInfo.InvariantCulture))]
            : [];

    private async Task<JsonNode?> Await(Func<JsonNode, bool> isReady, TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < patience)
        {
            var sale = await Look();
            if (isReady(sale))
                return sale;

            await Task.Delay(LookEvery, TimeProvider.System);
        }

        return null;
    }

    private async Task<JsonNode> Look()
    {
        var asked = Stopwatch.GetTimestamp();
        var sale = await Do("GET", Admin, body: null);
        clock.Hear((DateTimeOffset)sale["serverNow"]!, asked, Stopwatch.GetTimestamp());
        return sale;
    }

    private async Task<JsonNode> Do(string method, string path, string? body)
    {
        var key = method is "POST" ? client.FreshName() : null;
        var response = await client.Send(method, path, body, key);
        SetUpException.Require(response.Status is >= 200 and < 300, $"{method} {path}", response);
        return JsonNode.Parse(response.Body)!;
    }

    private static string Json(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
