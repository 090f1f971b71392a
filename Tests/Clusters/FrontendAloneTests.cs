using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Commerce.Catalog;
using Commerce.Ops;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>Whoever asks a frontend that runs alone is answered as by a silo's own.</summary>
[Collection(nameof(TwoSilos))]
public sealed partial class FrontendAloneTests(TwoSilos cluster) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RestMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => cluster.TellFailures();

    [Fact]
    public async Task What_is_bought_at_it_is_an_order_of_the_store()
    {
        var shop = cluster.Frontend.Shop;
        await shop.Stock("TEA", units: 10);

        var bought = (await shop.Checkout(await shop.FillCart("TEA"), "one")).Expect(201);

        Assert.Equal("confirmed", bought.Text("status"));
        var (here, there) = (
            await shop.GetOrder(bought.Text("id")),
            await cluster.First.Shop.GetOrder(bought.Text("id"))
        );
        Assert.Equal(there.Body.ToJsonString(), here.Body.ToJsonString());
        Assert.Equal(9, (await cluster.Second.Shop.GetStock("TEA")).Number("available"));
    }

    [Fact]
    public async Task What_happens_to_an_order_is_heard_live_wherever_it_is_done()
    {
        await cluster.First.Shop.Stock("CUP", units: 10);
        var cart = await cluster.First.Shop.FillCart("CUP");
        var order = (await cluster.First.Shop.Checkout(cart, "live")).Expect(201);

        using var http = Client(cluster.Frontend);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"/api/v1/orders/{order.Text("id")}/events"
        );
        request.Headers.Accept.Add(new("text/event-stream"));
        request.Headers.Add("X-Order-Token", order.Text("accessToken"));
        using var answer = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Cancellation
        );
        using var live = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        await Heard(live, "confirmed");
        (await cluster.Second.Shop.Cancel(order.Text("id"), "cancel")).Expect(200, 202);

        await Heard(live, "cancelled");
    }

    [Fact]
    public async Task A_file_that_it_took_in_is_paused_and_goes_on_by_asking_a_silo()
    {
        using var http = Client(cluster.Frontend);
        var rows = Enumerable
            .Range(0, 5_000)
            .Select(number =>
                Products.Row($"BULK-{number}", $"bulk-{number}", $"BULK-{number}", stock: 1)
            );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/imports?name=bulk")
        {
            Content = new StringContent(
                string.Join('\n', rows),
                Encoding.UTF8,
                "application/x-ndjson"
            ),
        };
        request.Headers.Add("Idempotency-Key", "file");
        using var accepted = await http.SendAsync(request, Cancellation);
        Assert.Equal(202, (int)accepted.StatusCode);
        var import = accepted.Headers.Location!.ToString();

        (await cluster.First.Shop.Post($"{import}/pause", new { }, key: null)).Expect(200);
        await Rests(import);
        (await cluster.Second.Shop.Post($"{import}/resume", new { }, key: null)).Expect(200);

        var finished = await Finished(import);
        Assert.Equal((5_000, 0), (finished.Number("created"), finished.Number("failed")));
    }

    [Fact]
    public async Task An_operator_who_signed_in_at_it_sees_the_pages_that_a_silo_shows()
    {
        using var here = new OpsVisitor(cluster.Frontend.Url);
        Assert.Equal(303, (int)(await here.SignIn(Shop.OperatorKey)).StatusCode);

        foreach (var page in Pages)
        {
            using var answer = await here.Get(page);
            Assert.Equal((page, 200), (page, (int)answer.StatusCode));
        }
    }

    [Fact]
    public async Task Every_route_answers_as_a_silo_does()
    {
        using var here = Client(cluster.Frontend);
        using var there = Client(cluster.First);
        var document = JsonNode.Parse(await here.GetStringAsync("/openapi/v1.json", Cancellation))!;
        var compared = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (verb, _) in operations!.AsObject().Where(each => IsVerb(each.Key)))
            {
                foreach (var body in (string?[])[null, "{}", "{\"quantity\":\"x\"", "[1,2"])
                {
                    var expected = await Ask(there, verb, path, body);
                    var answered = await Ask(here, verb, path, body);
                    Assert.Equal((verb, path, body, expected), (verb, path, body, answered));
                    compared++;
                }
            }
        }

        Assert.True(compared > 200, $"Only {compared} answers were compared.");
    }

    private static readonly string[] Pages =
    [
        "/ops/orders",
        "/ops/stock",
        "/ops/sales",
        "/ops/processes",
        "/ops/events",
        "/ops/audit",
        "/ops/integrity",
        "/ops/dead-letters",
        "/",
        "/cart",
        "/search?q=tea",
    ];

    private static bool IsVerb(string name) =>
        name is "get" or "put" or "post" or "patch" or "delete";

    /// <summary>
    /// Asks for what is not there, in whatever way; what kind of answer comes, and its code.
    /// </summary>
    private static async Task<string> Ask(HttpClient http, string verb, string path, string? body)
    {
        var place = Placeholder().Replace(path, "nonsense");
        using var request = new HttpRequestMessage(HttpMethod.Parse(verb), place);
        request.Headers.Add("Idempotency-Key", $"{http.BaseAddress} {verb} {place} {body}");
        if (body is not null && verb is not "get")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var type = answer.Content.Headers.ContentType?.MediaType;
        var code =
            type is "application/problem+json" ? JsonNode.Parse(text)!["code"]!.GetValue<string>()
            : type is "application/json" ? string.Join(' ', Members(JsonNode.Parse(text)))
            : "";
        return $"{(int)answer.StatusCode} {type} {code}";
    }

    private static IEnumerable<string> Members(JsonNode? body) =>
        body is JsonObject members ? members.Select(each => each.Key) : [];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Placeholder();

    private static HttpClient Client(StoreProcess process)
    {
        var http = new HttpClient { BaseAddress = process.Url, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Shop.OperatorKey);
        return http;
    }

    private static async Task Heard(StreamReader live, string kind)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (await live.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal) && line.Contains(kind))
                return;
        }

        Assert.Fail($"The stream ended without {kind}.");
    }

    /// <summary>What was on its way is done, and nothing follows.</summary>
    private async Task Rests(string import)
    {
        for (var (lines, before) = (0L, -1L); lines != before; )
        {
            await Task.Delay(RestMin, TimeProvider.System, Cancellation);
            before = lines;
            lines = (await cluster.First.Shop.Get(import)).Expect(200).Number("lines");
        }
    }

    private async Task<Reply> Finished(string import)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = (await cluster.First.Shop.Get(import)).Expect(200);
            if (status.Text("state") is "finished")
                return status;

            var waited = TimeProvider.System.GetElapsedTime(begun);
            Assert.True(waited < Patience, $"{status.Body.ToJsonString()}");
            await Task.Delay(Look, TimeProvider.System, Cancellation);
        }
    }
}
