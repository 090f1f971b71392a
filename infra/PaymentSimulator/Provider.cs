using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PaymentSimulator;

/// <summary>
/// A payment provider of its own, with a durable ledger, for shops that run without a real one. It
/// knows nothing of the shop but keys and where its webhooks go. Each operation happens once per
/// key, is durable before it is answered, and goes on when its caller stops waiting. Everything may
/// be called at the same time; keys and tokens have 1 to 255 characters, none of them control
/// characters.
/// </summary>
public sealed class Provider : IAsyncDisposable
{
    private const int SlowMax = 10_000;
    private const int TextMax = 255;
    private const int PageMax = 500;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Recorded>>> _slow = new(
        StringComparer.Ordinal
    );
    private readonly ProviderSettings _settings;
    private readonly TimeProvider _time;
    private readonly Ledger _ledger;
    private readonly Entries _entries;
    private readonly Webhooks? _webhooks;
    private volatile bool _down;

    private Provider(ProviderSettings settings, TimeProvider time, HttpMessageInvoker http)
    {
        var news = new Signal();
        (_settings, _time) = (settings, time);
        _entries = new(settings, time, news);
        _ledger = new(settings.Ledger);
        if (settings.Webhook is { } target)
            _webhooks = new(_ledger, target, new(settings.Secret), news, time, http);
    }

    /// <summary>
    /// An outage: every operation throws <see cref="ProviderUnavailableException"/> at once, or at
    /// the end of a slow one, and records nothing. Webhooks of what was done before still leave.
    /// </summary>
    public bool Down
    {
        get => _down;
        set => _down = value;
    }

    /// <param name="http">Sends the webhooks; stays the caller's.</param>
    /// <exception cref="LedgerException">
    /// The ledger is open elsewhere, newer than this program, or no ledger.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// Webhooks without a secret, or a malformed one.
    /// </exception>
    public static Provider Open(
        ProviderSettings settings,
        TimeProvider time,
        HttpMessageInvoker http
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Webhook is not null && !Signature.Accepts(settings.Secret))
            throw new ArgumentException("The secret is missing or not base64.", nameof(settings));

        return new(settings, time, http);
    }

    /// <summary>Reserves money, as the token decides.</summary>
    /// <param name="amount">Minor units of the currency, at least 1; else it is declined.</param>
    /// <exception cref="KeyReusedException">The key asked for something else before.</exception>
    /// <exception cref="ProviderUnavailableException">Nothing was recorded.</exception>
    /// <exception cref="AnswerLostException">Something may have been recorded: ask.</exception>
    public async Task<Answer> Authorize(
        string key,
        long amount,
        string currency,
        string token,
        CancellationToken ct
    )
    {
        Check(key);
        Check(currency);
        Check(token);
        await Enter(ct);
        var asked = new Authorization(key, amount, currency, token);
        var behaviour = Behaviour.Of(asked);
        if (behaviour.IsSlow)
            await BeSlow(asked, behaviour).WaitAsync(ct);
        if (behaviour.FailsFirst && await _ledger.Ask(book => book.FailFirst(key)).WaitAsync(ct))
            throw new ProviderUnavailableException("The provider failed, as the token asks for.");

        return (await Open(asked, behaviour).WaitAsync(ct)).ToAnswer(_settings.PublicUrl);
    }

    /// <summary>
    /// Which card a token was made of, if it says; the same card's tokens are told the same.
    /// </summary>
    /// <exception cref="ProviderUnavailableException">It is down.</exception>
    public async Task<string?> GetFingerprint(string token, CancellationToken ct)
    {
        Check(token);
        await Enter(ct);
        return Behaviour.FingerprintOf(token);
    }

    /// <summary>Takes reserved money, in as many parts as the caller likes.</summary>
    /// <param name="amount">Minor units; more than is left is refused.</param>
    public Task<Answer> Capture(string key, string charge, long amount, CancellationToken ct) =>
        Change(key, OperationKind.Capture, charge, amount, ct);

    /// <summary>Frees all that is reserved and not captured, for good.</summary>
    public Task<Answer> Void(string key, string charge, CancellationToken ct) =>
        Change(key, OperationKind.Void, charge, 0, ct);

    /// <summary>Gives captured money back, in as many parts as the caller likes.</summary>
    /// <param name="amount">
    /// Minor units; more than was captured and not refunded is refused.
    /// </param>
    public Task<Answer> Refund(string key, string charge, long amount, CancellationToken ct) =>
        Change(key, OperationKind.Refund, charge, amount, ct);

    /// <summary>
    /// What became of the operation with this key; a slow one is waited for. None: no call that
    /// came before this one did anything, nor will.
    /// </summary>
    public async Task<Answer?> Find(string key, CancellationToken ct)
    {
        Check(key);
        await Enter(ct);
        if (_slow.TryGetValue(key, out var running))
        {
            Task ended = running.Value.WaitAsync(ct);
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return (await Look(key).WaitAsync(ct))?.ToAnswer(_settings.PublicUrl);
    }

    /// <summary>The charge as it is now, or none of that name.</summary>
    public async Task<Charge?> GetCharge(string charge, CancellationToken ct)
    {
        Check(charge);
        await Enter(ct);
        return await _ledger.Ask(book => book.Charge(charge)).WaitAsync(ct);
    }

    /// <summary>
    /// The payer consents or not, once; the same choice again is answered the same.
    /// </summary>
    public async Task<Answer> Act(string charge, bool approve, CancellationToken ct)
    {
        Check(charge);
        await Enter(ct);
        var acted = await _ledger.Ask(book => _entries.Act(book, charge, approve)).WaitAsync(ct);
        return acted.ToAnswer(_settings.PublicUrl);
    }

    /// <summary>
    /// The whole ledger for those who judge it, oldest first, also in an outage. What changes
    /// while it is read shows or not.
    /// </summary>
    /// <param name="after">Begins behind the charge of this name.</param>
    public async IAsyncEnumerable<Charge> Charges(
        string? after = null,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var last = after ?? "";
        while (true)
        {
            var from = last;
            var page = await _ledger.Ask(book => book.Charges(from, PageMax)).WaitAsync(ct);
            foreach (var charge in page)
                yield return charge;

            if (page.Count < PageMax)
                yield break;

            last = page[^1].Id;
        }
    }

    /// <summary>
    /// Finishes what is being written; slow operations end with nothing recorded.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task slow = Task.WhenAll(_slow.Values.Select(running => running.Value));
        await slow.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_webhooks is not null)
            await _webhooks.DisposeAsync();

        await _ledger.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<Answer> Change(
        string key,
        OperationKind kind,
        string charge,
        long amount,
        CancellationToken ct
    )
    {
        Check(key);
        Check(charge);
        await Enter(ct);
        var changed = await _ledger
            .Ask(book => _entries.Change(book, key, kind, charge, amount))
            .WaitAsync(ct);
        return changed.ToAnswer(_settings.PublicUrl);
    }

    private Task<Recorded?> Look(string key) => _ledger.Ask(book => book.Find(key));

    private async Task<Recorded> Open(Authorization asked, Behaviour behaviour)
    {
        var opened = await _ledger.Ask(book => _entries.Authorize(book, asked, behaviour));
        if (opened.Early is { } early && _webhooks is not null)
            await _webhooks.Send(early, _stopping.Token);

        return behaviour.LosesAnswer && opened.IsNew
            ? throw new AnswerLostException("The answer got lost, as the token asks for.")
            : opened;
    }

    /// <summary>One wait per key, whoever asks; the caller's patience does not end it.</summary>
    private Task<Recorded> BeSlow(Authorization asked, Behaviour behaviour)
    {
        if (_slow.Count >= SlowMax)
            throw new ProviderUnavailableException("The provider has too much to do.");

        return _slow.GetOrAdd(asked.Key, _ => new(() => OpenLate(asked, behaviour))).Value;
    }

    private async Task<Recorded> OpenLate(Authorization asked, Behaviour behaviour)
    {
        try
        {
            if (await Look(asked.Key) is { } known)
                return known;

            await Task.Delay(_settings.SlowAnswer, _time, _stopping.Token);
            RefuseIfDown();
            return await Open(asked, behaviour);
        }
        finally
        {
            _slow.TryRemove(asked.Key, out _);
        }
    }

    private async Task Enter(CancellationToken ct)
    {
        RefuseIfDown();
        if (_settings.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_settings.Latency, _time, ct);
            RefuseIfDown();
        }
    }

    private void RefuseIfDown()
    {
        if (_down)
            throw new ProviderUnavailableException("The provider is down.");
    }

    private static void Check(
        string text,
        [CallerArgumentExpression(nameof(text))] string name = ""
    )
    {
        if (text is not { Length: >= 1 and <= TextMax } || text.Any(char.IsControl))
            throw new ArgumentException("Needs 1 to 255 characters, no control characters.", name);
    }
}
