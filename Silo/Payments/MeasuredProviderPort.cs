using System.Diagnostics;
using System.Diagnostics.Metrics;
using Commerce.Telemetry;

namespace Commerce.Payments;

/// <summary>A provider like the one in it, whose calls are measured and traced.</summary>
internal sealed class MeasuredProviderPort(
    IPaymentProviderPort inner,
    IMeterFactory meters,
    TimeProvider time
) : IPaymentProviderPort
{
    private readonly Histogram<double> _calls = meters
        .Create(JournalMeter.Name)
        .CreateHistogram(
            "commerce.provider.call.duration",
            "s",
            "Calls to the payment provider, by operation and by what came of them.",
            tags: null,
            Buckets.Seconds
        );

    public async Task<ProviderAnswer> Authorize(string key, Money amount, string token) =>
        (await Call("authorize", async () => await inner.Authorize(key, amount, token)))!;

    public async Task<ProviderAnswer> Capture(string key, string charge, Money amount) =>
        (await Call("capture", async () => await inner.Capture(key, charge, amount)))!;

    public async Task<ProviderAnswer> Void(string key, string charge) =>
        (await Call("void", async () => await inner.Void(key, charge)))!;

    public async Task<ProviderAnswer> Refund(string key, string charge, Money amount) =>
        (await Call("refund", async () => await inner.Refund(key, charge, amount)))!;

    public Task<ProviderAnswer?> Find(string key) => Call("find", () => inner.Find(key));

    public Task<string?> GetFingerprint(string token) =>
        Call(
            "fingerprint",
            () => inner.GetFingerprint(token),
            found => found is null ? "not_found" : "found"
        );

    private Task<ProviderAnswer?> Call(string operation, Func<Task<ProviderAnswer?>> call) =>
        Call(operation, call, OutcomeOf);

    private async Task<T> Call<T>(string operation, Func<Task<T>> call, Func<T, string> outcomeOf)
    {
        using var span = Spans.Call($"provider {operation}");
        var begun = time.GetTimestamp();
        var outcome = "out_of_reach";
        try
        {
            var answer = await call();
            outcome = outcomeOf(answer);
            return answer;
        }
        catch (ProviderOutOfReachException)
        {
            span?.SetStatus(ActivityStatusCode.Error, outcome);
            throw;
        }
        finally
        {
            span?.SetTag("commerce.provider.outcome", outcome);
            _calls.Record(
                time.GetElapsedTime(begun).TotalSeconds,
                new("operation", operation),
                new("outcome", outcome)
            );
        }
    }

    private static string OutcomeOf(ProviderAnswer? answer) =>
        answer?.Verdict switch
        {
            null => "not_found",
            ProviderVerdict.Approved => "approved",
            ProviderVerdict.Declined => "declined",
            ProviderVerdict.ActionRequired => "action_required",
            _ => "refused",
        };
}
