using System.Globalization;
using System.Net.Http.Headers;

namespace PaymentSimulator;

/// <summary>
/// Delivers the outbox, at least once: each notice is tried until somebody says 2xx, first after
/// one second, in the end once an hour. What waits, waits on disk.
/// </summary>
internal sealed class Webhooks : IAsyncDisposable
{
    private const int ParallelMax = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Ledger _ledger;
    private readonly Uri _target;
    private readonly Signature _signature;
    private readonly Signal _news;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly ITimer _alarm;
    private readonly Task _delivering;

    public Webhooks(
        Ledger ledger,
        Uri target,
        Signature signature,
        Signal news,
        TimeProvider time,
        HttpMessageInvoker http
    )
    {
        (_ledger, _target, _signature) = (ledger, target, signature);
        (_news, _time, _http) = (news, time, http);
        _alarm = time.CreateTimer(
            _ => news.Set(),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _delivering = Task.Run(Deliver);
    }

    /// <returns>Whether the receiver said 2xx.</returns>
    public async Task<bool> Send(Notice notice, CancellationToken ct)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, _target)
        {
            Content = new ByteArrayContent(notice.Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", notice.Event);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            _signature.Of(notice.Event, timestamp, notice.Body)
        );
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _delivering;
        await _alarm.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task Deliver()
    {
        try
        {
            while (true)
                await WaitUntil(await DeliverDue(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What is not delivered is still in the outbox.
        }
    }

    /// <returns>When to look again; none: when there is news.</returns>
    private async Task<DateTimeOffset?> DeliverDue(CancellationToken ct)
    {
        try
        {
            var now = _time.GetUtcNow();
            var due = await _ledger.Ask(book => book.Due(now, ParallelMax));
            var sent = await Task.WhenAll(due.Select(waiting => Send(waiting.Notice, ct)));
            now = _time.GetUtcNow();
            return await _ledger.Ask(book =>
            {
                foreach (var (waiting, received) in due.Zip(sent))
                {
                    if (received)
                        book.Delivered(waiting.Id);
                    else
                        book.Postpone(waiting.Id, now + Backoff(waiting.Attempts));
                }

                return book.NextDue();
            });
        }
        catch (Exception e) when (e is ProviderUnavailableException or AnswerLostException)
        {
            // The ledger is in trouble; what was sent meanwhile is sent once more.
            return _time.GetUtcNow() + RetryMin;
        }
    }

    private static TimeSpan Backoff(long attempts) =>
        attempts > 12
            ? RetryMax
            : TimeSpan.FromTicks(Math.Min(RetryMin.Ticks << (int)attempts, RetryMax.Ticks));

    private async Task WaitUntil(DateTimeOffset? due)
    {
        if (due is { } moment)
        {
            var wait = moment - _time.GetUtcNow();
            _alarm.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            // The clock may have passed the moment just before the alarm was set.
            if (_time.GetUtcNow() >= moment)
                return;
        }

        await _news.Wait(_stopping.Token);
    }
}
