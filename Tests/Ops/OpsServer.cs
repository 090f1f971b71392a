using System.Net.Http.Headers;
using Commerce.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Commerce.Ops;

/// <summary>A whole store on a socket, with its operators' pages.</summary>
internal sealed class OpsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _api;

    private OpsServer(WebApplication app, string key)
    {
        _app = app;
        _api = new() { BaseAddress = Url };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri Url => new(_app.Urls.Single());

    /// <summary>The JSON API, for operators.</summary>
    public HttpClient Api => _api;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<OpsServer> Start(
        string folder,
        string key = Stores.Shop.OperatorKey,
        bool dashboard = false
    )
    {
        var builder = Store.CreateBuilder([
            $"--Data={folder}",
            "--urls=http://127.0.0.1:0",
            "--Demo=false",
            $"--COMMERCE_OPERATOR_KEY={key}",
            $"--Dashboard={dashboard}",
        ]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapEdge();
        app.MapDashboard();
        await app.StartAsync(Stop);
        return new(app, key);
    }

    /// <summary>Somebody with a browser that has not been here before.</summary>
    public OpsVisitor Visitor() => new(Url);

    public async Task<int> EventCount()
    {
        using var answer = await _api.GetAsync("/admin/v1/events?limit=1000", Stop);
        return (await answer.Json()).GetProperty("data").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.StopAsync(Stop);
        await _app.DisposeAsync();
    }
}
