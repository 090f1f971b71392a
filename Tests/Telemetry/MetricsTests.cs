using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>A store measures itself, for operators only, and tells nothing of anybody.</summary>
[Collection(nameof(ScrapedStore))]
public sealed partial class MetricsTests(ScrapedStore scraped)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nobody")]
    public async Task Only_who_has_the_operators_key_is_told(string? authorization)
    {
        using var http = new HttpClient { BaseAddress = scraped.Store.Url };
        if (authorization is not null)
            http.DefaultRequestHeaders.Add("Authorization", authorization);

        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public void A_purchase_is_counted_where_it_was_decided()
    {
        var scrape = scraped.Scrape;

        Assert.Equal(1, scrape.Value("commerce_journal_events_total", "kind", "order.confirmed"));
        Assert.Equal(1, scrape.Value("commerce_stock_units_total", "change", "held"));
        Assert.Equal(1, scrape.Value("commerce_stock_units_total", "change", "sold"));
        Assert.Equal(0, scrape.Value("commerce_stock_units_total", "change", "expired"));
        Assert.Equal(0, scrape.Value("commerce_journal_appends_total", "outcome", "failed"));
        Assert.Equal(
            1,
            scrape.Value("commerce_provider_call_duration_seconds_count", "outcome", "approved")
        );
        var events = scrape
            .Series.Where(each => each.Name == "commerce_journal_events_total")
            .Sum(each => each.Value);
        var batches = scrape.Series.Single(each => each.Name == "commerce_journal_batch_size_sum");
        Assert.Equal(events, batches.Value);
    }

    /// <summary>Enough of them for the breaker to open, and all orders are on their way.</summary>
    [Fact]
    public async Task A_provider_that_is_down_is_told()
    {
        await using var store = await StoreProcess.Start(
            "Silo",
            "--Payments:Provider=http://127.0.0.1:9"
        );
        await store.Shop.Stock("TEA", units: 100);
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async i =>
                    await store.Shop.Checkout(await store.Shop.FillCart("TEA"), $"down-{i}")
                )
        );

        var scrape = await Scrape.Read(store);

        var open = scrape.Series.Single(each => each.Name == "commerce_provider_breaker_open");
        Assert.Equal(1, open.Value);
        var unanswered = scrape
            .Series.Where(each => each.Name == "commerce_provider_call_duration_seconds_count")
            .Where(each => each.Labels["outcome"] == "out_of_reach")
            .Sum(each => each.Value);
        Assert.True(unanswered >= 40, $"Only {unanswered} calls were not answered.");
        Assert.Equal(40, scrape.Value("commerce_stock_units_total", "change", "held"));
    }

    /// <summary>What never happened is told as 0: else nobody can ask how fast it rises.</summary>
    [Fact]
    public void Every_kind_of_event_is_told_from_the_start()
    {
        var golden = File.ReadLines(
                Path.Combine(Repository.Root, "Grains.Interfaces", "Events.golden.jsonl")
            )
            .Select(line => JsonNode.Parse(line)!["kind"]!.GetValue<string>())
            .Distinct(StringComparer.Ordinal);

        var told = scraped
            .Scrape.Series.Where(each => each.Name == "commerce_journal_events_total")
            .Select(each => each.Labels["kind"]);

        Assert.Equal(golden.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    /// <summary>Else each order would be a series for ever.</summary>
    [Fact]
    public void No_label_names_a_thing_or_a_person()
    {
        var values = scraped.Scrape.Series.SelectMany(each => each.Labels.Values).ToHashSet();

        Assert.DoesNotContain(values, value => Identity().IsMatch(value));
        Assert.DoesNotContain(values, value => value.Contains("TEA", StringComparison.Ordinal));
        Assert.Contains("/api/v1/carts/{id}/checkout", values);
    }

    [GeneratedRegex("[0-9A-HJKMNP-TV-Z]{26}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Identity();
}
