using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Chaos;

/// <summary>Buyers at work on a cluster to which things happen.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Buyers = 24;

    /// <summary>A client that has heard nothing for so long gives up, and asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly Habits Usual = new(
        [.. Enumerable.Range(1, 16).Select(number => $"SKU-{number}")],
        Habits.AllTokens,
        TwiceIn: 6
    )
    {
        Thinking = TimeSpan.FromMilliseconds(300),
    };

    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http;
    private readonly TextWriter _history;
    private Habits _habits = Usual;
    private Task _running = Task.CompletedTask;

    public Load(Uri edge, string history)
    {
        _http = new(new SocketsHttpHandler()) { BaseAddress = edge, Timeout = Patience };
        _history = TextWriter.Synchronized(new StreamWriter(history));
        Witness = new(_history);
    }

    public Shop Shop => new(_http);

    public Witness Witness { get; }

    /// <summary>Whether all is asked for twice, and told more than once.</summary>
    public bool IsDoubled
    {
        set =>
            _habits = value
                ? Usual with
                {
                    TwiceIn = 1,
                    Tokens = ["tok_duplicate_webhooks"],
                }
                : Usual;
    }

    /// <summary>Some units of some SKUs, many of few and few of many, and who wants them.</summary>
    public async Task Start(int seed)
    {
        for (var i = 0; i < Usual.Skus.Length; i++)
            await Shop.Stock(Usual.Skus[i], units: i % 4 == 0 ? 5_000 : 20);

        _running = Task.WhenAll(
            Enumerable
                .Range(0, Buyers)
                .Select(number =>
                    new Buyer(
                        Shop,
                        () => _habits,
                        () => Task.Delay(Pause, TimeProvider.System, _end.Token),
                        Witness,
                        number,
                        (seed * Buyers) + number
                    ).Run(_enough.Token)
                )
        );
    }

    /// <summary>Nobody begins anything new, and all learn what became of what they began.</summary>
    /// <exception cref="TimeoutException">Some never do.</exception>
    public async Task Finish(TimeSpan max)
    {
        await _enough.CancelAsync();
        await _running.WaitAsync(max, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _history.DisposeAsync();
        _http.Dispose();
        _enough.Dispose();
        _end.Dispose();
    }
}
