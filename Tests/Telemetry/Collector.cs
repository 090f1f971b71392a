using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Commerce.Telemetry;

/// <summary>A collector of OTLP over HTTP on a real socket: it keeps what comes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<byte[]> _received = [];
    private readonly ConcurrentQueue<SpanSeen> _spans = [];
    private readonly Channel<bool> _news = Channel.CreateUnbounded<bool>();
    private WebApplication _app = null!;

    public Uri Url { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Collector> Start()
    {
        var collector = new Collector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        collector._app = builder.Build();
        collector._app.MapPost("/v1/traces", collector.TakeTraces);
        collector._app.MapPost("/v1/metrics", collector.Take);
        await collector._app.StartAsync(Cancellation);
        collector.Url = new(collector._app.Urls.Single());
        return collector;
    }

    /// <summary>Whether a text was sent, in whatever it was sent.</summary>
    public bool Has(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return _received.Any(body => body.AsSpan().IndexOf(bytes) >= 0);
    }

    /// <summary>All spans, as soon as nothing is missing; else fails, and says what is.</summary>
    /// <param name="missing">What a list of spans lacks; empty: nothing.</param>
    public async Task<List<SpanSeen>> Until(Func<List<SpanSeen>, string> missing)
    {
        using var time = new CancellationTokenSource(WaitMax);
        while (true)
        {
            var spans = _spans.ToList();
            if (missing(spans) is not { Length: > 0 } what)
                return spans;

            try
            {
                await _news.Reader.ReadAsync(time.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"{spans.Count} spans came, and not {what}.", e);
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeTraces(HttpRequest request)
    {
        foreach (var span in SpanSeen.Read(await Keep(request)))
            _spans.Enqueue(span);
        _news.Writer.TryWrite(true);
        return Results.Ok();
    }

    private async Task<IResult> Take(HttpRequest request)
    {
        await Keep(request);
        _news.Writer.TryWrite(true);
        return Results.Ok();
    }

    private async Task<byte[]> Keep(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, Cancellation);
        _received.Enqueue(body.ToArray());
        return body.ToArray();
    }
}
