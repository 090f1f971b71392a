using System.Net;
using System.Text.Json;
using Commerce.Http;
using PaymentSimulator;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Commerce.Payments;

/// <summary>
/// A provider that is a program of its own, over HTTP. A call that takes too long is given up; one
/// that fails often is not called for a while; and a slow one does not take up the whole store:
/// whoever finds no room hears at once that it is out of reach.
/// </summary>
/// <param name="http">Knows where the provider is.</param>
/// <param name="pipeline">What each call goes through.</param>
/// <param name="door">While it is closed, nothing is asked of anybody outside.</param>
internal sealed class HttpProviderPort(HttpClient http, ResiliencePipeline pipeline, Door door)
    : IPaymentProviderPort
{
    private const string Key = "Idempotency-Key";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<ProviderAnswer> Authorize(string key, Money amount, string token) =>
        Do(
            key,
            "charges",
            new
            {
                amount = amount.MinorUnits,
                currency = amount.Currency.Code,
                token,
            }
        );

    public Task<ProviderAnswer> Capture(string key, string charge, Money amount) =>
        Do(key, $"charges/{charge}/capture", new { amount = amount.MinorUnits });

    public Task<ProviderAnswer> Void(string key, string charge) =>
        Do(key, $"charges/{charge}/void", body: null);

    public Task<ProviderAnswer> Refund(string key, string charge, Money amount) =>
        Do(key, $"charges/{charge}/refund", new { amount = amount.MinorUnits });

    public Task<ProviderAnswer?> Find(string key) =>
        Reach<ProviderAnswer?>(async stop =>
        {
            using var answer = await http.GetAsync($"operations/{key}", stop);
            return answer.StatusCode is HttpStatusCode.NotFound ? null : await Read(answer, stop);
        });

    public Task<string?> GetFingerprint(string token) =>
        Reach(async stop =>
        {
            using var answer = await http.PostAsJsonAsync("fingerprints", new { token }, stop);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<Fingerprinted>(Json, stop) is { } read
                ? read.Fingerprint
                : throw new JsonException("The provider answered null.");
        });

    private Task<ProviderAnswer> Do(string key, string path, object? body) =>
        Reach(async stop =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            request.Headers.Add(Key, key);
            using var answer = await http.SendAsync(request, stop);
            return await Read(answer, stop);
        });

    private async Task<T> Reach<T>(Func<CancellationToken, Task<T>> call)
    {
        if (!door.IsOpen)
            throw new ProviderOutOfReachException("This process may not ask now.");

        try
        {
            return await pipeline.ExecuteAsync(stop => new ValueTask<T>(call(stop)));
        }
        catch (Exception e)
            when (e
                    is HttpRequestException
                        or IOException
                        or JsonException
                        or OperationCanceledException
                        or TimeoutRejectedException
                        or BrokenCircuitException
                        or RateLimiterRejectedException
            )
        {
            throw new ProviderOutOfReachException("The provider does not answer.", e);
        }
    }

    private static async Task<ProviderAnswer> Read(
        HttpResponseMessage answer,
        CancellationToken stop
    )
    {
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Answer>(Json, stop) is { } read
            ? SimulatedAnswers.Read(read)
            : throw new JsonException("The provider answered null.");
    }

    private sealed record Fingerprinted(string? Fingerprint);
}
