using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Http;
using Commerce.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Commerce.Catalog;

/// <summary>A whole store on a free port, and a client of it that is an operator.</summary>
internal sealed class CatalogStore : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CatalogStore(WebApplication app, GrainTime time)
    {
        (_app, Time) = (app, time);
        Http = new() { BaseAddress = new(app.Urls.Single()) };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Stores.Shop.OperatorKey);
    }

    public HttpClient Http { get; }

    /// <summary>The time of the grains.</summary>
    public GrainTime Time { get; }

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    public IJournal Journal => _app.Services.GetRequiredService<IJournal>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<CatalogStore> Start(
        string folder,
        bool demo = false,
        params string[] settings
    ) => Start(folder, change: null, [$"--Demo={demo}", .. settings]);

    /// <param name="change">What a test has otherwise than a store.</param>
    public static async Task<CatalogStore> Start(
        string folder,
        Action<IServiceCollection>? change,
        params string[] settings
    )
    {
        var builder = Store.CreateBuilder([
            $"--Data={folder}",
            "--urls=http://127.0.0.1:0",
            "--Demo=false",
            $"--COMMERCE_OPERATOR_KEY={Stores.Shop.OperatorKey}",
            .. settings,
        ]);
        builder.Logging.ClearProviders();
        var time = new GrainTime();
        time.Stand(builder.Services);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapEdge();
        await app.StartAsync(Cancellation);
        return new(app, time);
    }

    /// <summary>Completes when the lists tell what has happened so far.</summary>
    public async Task ListsTell()
    {
        await _app.Services.GetRequiredService<IGrainFactory>().CatchUp();
    }

    public Task<HttpResponseMessage> PutByKey(
        string key,
        string json,
        Action<HttpRequestHeaders>? headers = null
    ) => Send(HttpMethod.Put, $"/admin/v1/products/key={key}", json, headers);

    public Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        string? json = null,
        Action<HttpRequestHeaders>? headers = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        headers?.Invoke(request.Headers);
        return Http.SendAsync(request, Cancellation);
    }

    public Task<HttpResponseMessage> Import(
        string key,
        string rows,
        string type = "application/x-ndjson"
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/imports?name=rows")
        {
            Content = new StringContent(rows, Encoding.UTF8, type),
        };
        request.Headers.Add("Idempotency-Key", key);
        return Http.SendAsync(request, Cancellation);
    }

    /// <summary>All events so far of a kind.</summary>
    public async Task<List<RecordedEvent>> Events(string kind)
    {
        var (events, after) = (new List<RecordedEvent>(), 0L);
        while (await Journal.ReadTail(after, 1_000) is { Count: > 0 } page)
        {
            events.AddRange(page.Where(each => each.Kind == kind));
            after = page[^1].Position;
        }

        return events;
    }

    /// <summary>Completes with the first event of a kind.</summary>
    public async Task Happened(string kind, int times = 1)
    {
        for (var after = 0L; ; )
        {
            await Journal.WaitBeyond(after, Cancellation);
            var page = await Journal.ReadTail(after, 1_000);
            times -= page.Count(each => each.Kind == kind);
            if (times <= 0)
                return;

            after = page[^1].Position;
        }
    }

    /// <summary>Stops at once: whatever is on its way is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }
}

internal static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage response)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellation));
    }

    public static async Task<string?> Code(this HttpResponseMessage response) =>
        (await response.Json()).GetProperty("code").GetString();
}
