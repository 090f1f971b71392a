using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Commerce.PaymentSimulatorTests;

/// <summary>A shop's hook on a real socket: it keeps what comes and answers as told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private WebApplication _app = null!;

    public Uri Hook { get; private set; } = null!;

    /// <summary>What the next deliveries are answered with.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.NoContent;

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver._app = builder.Build();
        receiver._app.MapPost("/hooks/v1/simulated", receiver.Take);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Hook = new(new Uri(receiver._app.Urls.Single()), "/hooks/v1/simulated");
        return receiver;
    }

    /// <summary>The next one, as soon as it comes; a minute without it is a failure.</summary>
    public async Task<Received> Next() =>
        await _received
            .Reader.ReadAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    /// <summary>The next one, if it has come already.</summary>
    public Received? Waiting() => _received.Reader.TryRead(out var received) ? received : null;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var headers = request.Headers;
        _received.Writer.TryWrite(
            new(
                headers["webhook-id"].Single()!,
                headers["webhook-timestamp"].Single()!,
                headers["webhook-signature"].Single()!,
                await reader.ReadToEndAsync()
            )
        );
        return Results.StatusCode((int)Status);
    }
}

/// <summary>One delivery of a webhook.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body)
{
    private JsonNode Json => JsonNode.Parse(Body)!;

    public string Event => Json["id"]!.GetValue<string>();

    public string Key => Json["key"]!.GetValue<string>();

    public string Status => Json["status"]!.GetValue<string>();

    public long Sequence => Json["sequence"]!.GetValue<long>();

    public long Amount(string name) => Json[name]!.GetValue<long>();

    /// <summary>
    /// The signature as a receiver computes it, by the standard and not by our code.
    /// </summary>
    public string Expected(byte[] key)
    {
        using var hmac = new HMACSHA256(key);
        var signed = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}");
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(signed));
    }
}
