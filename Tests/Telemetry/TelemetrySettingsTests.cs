using System.Net;
using Commerce.Http;
using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>What a store tells is set, and a stranger does not set it.</summary>
public sealed class TelemetrySettingsTests
{
    /// <summary>An id that half of all come before.</summary>
    private const string Unlucky = "ffffffffffffffffffffffffffffffff";

    [Theory]
    [InlineData("Telemetry:Metrics is true or false, not 'maybe'.", "--Telemetry:Metrics=maybe")]
    [InlineData("Telemetry:Traces is a share from 0 to 1, not '2'.", "--Telemetry:Traces=2")]
    [InlineData("Telemetry:Traces is a share from 0 to 1, not 'all'.", "--Telemetry:Traces=all")]
    [InlineData("Telemetry:Otlp is no http address: localhost.", "--Telemetry:Otlp=localhost")]
    [InlineData("Telemetry:Traces is above 0, and", "--Telemetry:Traces=0.1")]
    public void A_value_that_cannot_be_meant_stops_the_start(string said, string setting)
    {
        using var folder = new TemporaryFolder();

        var refused = Assert.Throws<SettingException>(() =>
            Store.CreateBuilder([$"--Data={folder.Path}", setting])
        );

        Assert.StartsWith(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_traced_unless_told_and_nothing_measured_if_told()
    {
        await using var store = await StoreProcess.Start("Silo", "--Telemetry:Metrics=false");

        Assert.EndsWith("-00", await Trace(store, id: null), StringComparison.Ordinal);
        var metrics = await store.Shop.Get("/metrics");
        Assert.Equal((int)HttpStatusCode.NotFound, metrics.Status);
    }

    [Fact]
    public async Task Who_asks_does_not_decide_what_is_traced()
    {
        await using var store = await StoreProcess.Start(
            "Silo",
            "--Telemetry:Traces=0.5",
            "--Telemetry:Otlp=http://127.0.0.1:9"
        );

        Assert.EndsWith("-00", await Trace(store, Unlucky), StringComparison.Ordinal);
        Assert.EndsWith("-01", await Trace(store, new('1', 32)), StringComparison.Ordinal);
    }

    /// <summary>What a request is answered that says it is traced.</summary>
    private static async Task<string> Trace(StoreProcess store, string? id)
    {
        using var http = new HttpClient { BaseAddress = store.Url };
        if (id is not null)
            http.DefaultRequestHeaders.Add("traceparent", $"00-{id}-b7ad6b7169203331-01");
        using var answer = await http.GetAsync(
            new Uri("/api/v1/products", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        return answer.Headers.GetValues("traceparent").Single();
    }
}
