using System.Text.Json.Nodes;
using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>What happened to a request can be followed to its end, by one number.</summary>
public sealed class TraceTests(TracedStore traced) : IClassFixture<TracedStore>
{
    private static readonly string[] PersonalFields =
    [
        "name",
        "line1",
        "line2",
        "city",
        "postalCode",
        "region",
    ];

    [Fact]
    public async Task A_checkout_is_one_trace_from_the_request_to_the_lists()
    {
        var cart = await traced.Store.Shop.FillCart("TEA");
        var bought = (await traced.Store.Shop.Checkout(cart, "traced")).Expect(201);

        var id = TraceOf(bought);
        var spans = await traced.Collector.Until(all => MissingOf(all, id));

        var trace = Of(spans, id);
        var request = Assert.Single(trace, span => span.Parent.Length == 0);
        Assert.Equal("POST /api/v1/carts/{id}/checkout", request.Name);
        var byId = trace.ToDictionary(span => span.Id, StringComparer.Ordinal);
        Assert.All(trace, span => Assert.True(span == request || byId.ContainsKey(span.Parent)));
        // Each append is some grain's, and is linked to the commit that made it durable.
        var commits = Named(spans, "journal.commit").Select(span => span.Id).ToHashSet();
        Assert.All(
            Named(trace, "journal.append"),
            span =>
            {
                Assert.Contains("Grain/", byId[span.Parent].Name, StringComparison.Ordinal);
                Assert.Single(span.Links, commits.Contains);
            }
        );
        Assert.Single(Named(trace, "provider authorize"));
    }

    /// <summary>Those who decide while one append is on its way share the next.</summary>
    [Fact]
    public async Task Who_shares_an_append_is_linked_to_it()
    {
        var asked = Enumerable
            .Range(0, 64)
            .Select(i => traced.Store.Shop.Hold("TEA", $"holder-{i}", 1, 60));
        var traces = (await Task.WhenAll(asked))
            .Select(reply => TraceOf(reply.Expect(200, 201)))
            .ToHashSet();

        var spans = await traced.Collector.Until(all => Unanswered(all, traces));

        var appends = Named(spans, "journal.append").Where(span => traces.Contains(span.Trace));
        var linked = appends.SelectMany(span => span.Links).ToHashSet();
        var deciding = spans.Where(span => linked.Contains(span.Id)).Select(span => span.Trace);
        Assert.True(appends.Count() < traces.Count, "Nobody shared an append.");
        Assert.Subset(deciding.ToHashSet(), traces);
    }

    [Fact]
    public async Task A_line_of_the_log_tells_the_trace_of_its_request()
    {
        var cart = await traced.Store.Shop.FillCart("TEA");
        // The provider takes the money and does not answer: the payment's grain says so.
        var bought = await traced.Store.Shop.Checkout(cart, "logged", "tok_charged_but_lost");

        var said = traced
            .Store.Output.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => line.ToJsonString().Contains(TraceOf(bought), StringComparison.Ordinal))
            .ToList();

        Assert.Contains(said, line => Category(line) == "Commerce.Payments.PaymentGrain");
        Assert.All(
            said,
            line =>
                Assert.Contains(
                    line["Scopes"]!.AsArray(),
                    scope =>
                        scope!["TraceId"]?.GetValue<string>() == TraceOf(bought)
                        && scope["SpanId"] is not null
                )
        );
    }

    /// <summary>
    /// Whatever becomes of a checkout, what a shopper said of themselves is told to nobody.
    /// </summary>
    [Fact]
    public async Task Nothing_personal_is_logged_measured_or_traced()
    {
        var traces = new List<string>
        {
            await Buy("tok_ok"),
            await Buy("tok_declined"),
            await Buy("tok_charged_but_lost"),
            // Refused before any grain is asked: too long, malformed, unknown, a card number.
            await Buy("tok_ok", city: Marked("city", new string('x', 5_000))),
            await Buy("tok_ok", email: Marked("email", " is none")),
            await Buy("tok_ok", country: Marked("country")),
            await Buy("4242424242424242"),
        };
        var order = await traced.Store.Shop.FillCart("TEA");
        var bought = (await Checkout(order, "tok_ok")).Expect(201);
        (await traced.Store.Shop.GetOrder(bought.Text("id"))).Expect(200);
        (await traced.Store.Shop.GetEvents(after: null)).Expect(200);
        traces.Add(TraceOf(bought));
        await traced.Collector.Until(all => Unanswered(all, traces));

        var measures = await Scrape.Read(traced.Store);

        Assert.Contains(traces[0], traced.Store.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, traced.Store.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Marker, measures.Text, StringComparison.OrdinalIgnoreCase);
        Assert.True(traced.Collector.Has("commerce.journal.events"), "No measures were sent.");
        Assert.False(traced.Collector.Has(Marker), "A marker was sent.");
    }

    private const string Marker = "zqxj7marker";

    private static string Marked(string field, string more = "") => $"{Marker}{field}{more}";

    private static string TraceOf(Reply reply) =>
        reply.Headers.GetValues("traceparent").Single().Split('-')[1];

    private static string? Category(JsonNode line) => line["Category"]?.GetValue<string>();

    private static List<SpanSeen> Of(List<SpanSeen> spans, string trace) =>
        [.. spans.Where(span => span.Trace == trace)];

    private static IEnumerable<SpanSeen> Named(List<SpanSeen> spans, string name) =>
        spans.Where(span => span.Name == name);

    private static string Unanswered(List<SpanSeen> spans, IEnumerable<string> traces)
    {
        var answered = spans.Where(span => span.Parent.Length == 0).Select(span => span.Trace);
        var missing = traces.Except(answered).ToList();
        return missing.Count == 0 ? "" : $"the requests of {string.Join(", ", missing)}";
    }

    /// <summary>
    /// That it was answered, and that what it appended has come to the lists, once each.
    /// </summary>
    private static string MissingOf(List<SpanSeen> all, string trace)
    {
        var taken = Named(all, "tail.apply").SelectMany(span => span.Links).CountBy(link => link);
        var once = taken.Where(link => link.Value == 1).Select(link => link.Key).ToHashSet();
        var appends = Named(Of(all, trace), "journal.append").ToList();
        var missing = appends.Where(span => !once.Contains(span.Id)).ToList();
        return Unanswered(all, [trace]) is { Length: > 0 } unanswered ? unanswered
            : appends.Count == 0 ? "an append"
            : missing.Count == 0 ? ""
            : $"{missing.Count} of {appends.Count} appends once in a list: "
                + string.Join(
                    ", ",
                    missing.Select(span =>
                        $"{span.Id} {taken.FirstOrDefault(link => link.Key == span.Id).Value} times"
                    )
                );
    }

    /// <returns>The trace of the checkout.</returns>
    private async Task<string> Buy(
        string token,
        string? email = null,
        string? city = null,
        string country = "DE"
    ) =>
        TraceOf(
            await Checkout(await traced.Store.Shop.FillCart("TEA"), token, email, city, country)
        );

    private Task<Reply> Checkout(
        string cart,
        string token,
        string? email = null,
        string? city = null,
        string country = "DE"
    )
    {
        var address = PersonalFields.ToDictionary(
            field => field,
            field => Marked(field),
            StringComparer.Ordinal
        );
        address["postalCode"] = Marked("");
        address["city"] = city ?? address["city"];
        address["country"] = country;
        return traced.Store.Shop.Post(
            $"/api/v1/carts/{cart}/checkout",
            new
            {
                email = email ?? $"{Marker}@{Marker}.example",
                shippingAddress = address,
                paymentMethod = new { token },
            },
            key: cart
        );
    }
}
