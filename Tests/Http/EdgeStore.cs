using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.EventSourcing;
using Commerce.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Commerce.Http;

/// <summary>A whole store on a free port in this process, so that its inside can be seen.</summary>
public sealed class EdgeStore : IAsyncLifetime, ILoggerProvider
{
    public const string OperatorKey = "op";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = [];
    private readonly string[] _settings;
    private WebApplication _app = null!;

    public EdgeStore()
        : this([]) { }

    internal EdgeStore(params string[] settings) => _settings = settings;

    /// <summary>Puts parts of a test's own in place of the store's.</summary>
    internal Action<IServiceCollection> Alter { get; init; } = _ => { };

    /// <summary>What is mapped beside the store's own routes.</summary>
    internal Action<WebApplication> Also { get; init; } = _ => { };

    /// <summary>A client who is nobody.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>
    /// What has happened behind a position, but for notes of what operators tried and for what
    /// falls due by itself.
    /// </summary>
    public async Task<(List<string> Kinds, long Position)> News(long after)
    {
        var (journal, kinds) = (Service<IJournal>(), new List<string>());
        while (await journal.ReadTail(after, 1_000) is { Count: > 0 } page)
        {
            kinds.AddRange(
                page.Where(each => !each.Stream.StartsWith("audit/", StringComparison.Ordinal))
                    .Select(each => each.Kind)
                    .Where(kind => kind is not "stock.expired")
            );
            after = page[^1].Position;
        }

        return (kinds, after);
    }

    /// <summary>All that was logged, at any level that is on by default.</summary>
    public string Logged => string.Join('\n', _log);

    /// <summary>Every route and verb there is.</summary>
    public IReadOnlyList<RouteEndpoint> Routes =>
        [
            .. _app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>(),
        ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A part of the store, as it has it itself.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        var builder = Store.CreateBuilder([
            $"--Data={_folder.Path}",
            "--urls=http://127.0.0.1:0",
            "--Demo=false",
            $"--COMMERCE_OPERATOR_KEY={OperatorKey}",
            .. _settings,
        ]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(this);
        Alter(builder.Services);
        _app = builder.Build();
        _app.MapEdge();
        _app.MapPayersPages();
        Also(_app);
        await _app.StartAsync(Cancellation);
        Http.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Asks as an operator.</summary>
    public Task<HttpResponseMessage> Operate(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", OperatorKey);
        if (method != HttpMethod.Get)
            request.Headers.Add("Idempotency-Key", $"{method} {path}");
        if (body is not null)
            request.Content = JsonContent.Create(body);

        return Http.SendAsync(request, Cancellation);
    }

    /// <summary>Puts a published product of one SKU into the shop, with a hundred units.</summary>
    public async Task Stock(string sku)
    {
        object[] prices = [new { amount = 1_999, currency = "EUR" }];
        var product = new
        {
            slug = $"product-{sku.ToLowerInvariant()}",
            name = new { en = $"Product {sku}" },
            published = true,
            variants = new[] { new { sku, prices } },
        };
        var put = await Operate(HttpMethod.Put, $"/admin/v1/products/key={sku}", product);
        put.EnsureSuccessStatusCode();
        var movement = new
        {
            type = "count",
            to = 100,
            reason = "test",
        };
        var moved = await Operate(HttpMethod.Post, $"/admin/v1/skus/{sku}/movements", movement);
        moved.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> GetDocument() =>
        JsonNode.Parse(await Http.GetStringAsync("/openapi/v1.json", Cancellation))!;

    public ILogger CreateLogger(string categoryName) => new Recorder(_log);

    public void Dispose()
    {
        // The host disposes of its providers; this one lives on.
    }

    private sealed class Recorder(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
