using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Backups;

/// <summary>
/// People who buy and go, one order after the other, until they are told to stop or the store is
/// gone.
/// </summary>
internal sealed class Buyers : IAsyncDisposable
{
    private const int Count = 12;
    private static readonly string[] Skus = ["TEA", "COFFEE", "CUP"];
    private static readonly string[] Tokens =
    [
        "tok_ok",
        "tok_ok",
        "tok_ok",
        "tok_error_then_ok",
        "tok_charged_but_lost",
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly Shop _shop;
    private readonly Task _running;

    private Buyers(Shop shop, int seed)
    {
        _shop = shop;
        _running = Task.WhenAll(Enumerable.Range(0, Count).Select(each => Buy(each, seed + each)));
    }

    public Witness Witness { get; } = new();

    public static async Task<Buyers> Start(Shop shop, int seed)
    {
        foreach (var sku in Skus)
            await shop.Stock(sku, units: 100_000);

        return new(shop, seed);
    }

    /// <summary>Buys one thing, paid for in that way.</summary>
    public async Task<Reply?> Buy(int buyer, string token)
    {
        var cart = await _shop.FillCart(Skus);
        return await CheckOut(buyer, cart, token);
    }

    public async Task Answered(int calls) =>
        await await Task.WhenAny(Witness.Answered(calls), _running);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

#pragma warning disable CA5394 // Not a secret: a seed must bring the same run again.
    private async Task Buy(int buyer, int seed)
    {
        var random = new Random(seed);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var cart = await _shop.FillCart(random.GetItems(Skus, random.Next(1, 4)));
                await CheckOut(buyer, cart, Tokens[random.Next(Tokens.Length)]);
            }
            catch (HttpRequestException)
            {
                return; // Nobody is there any more.
            }
        }
    }
#pragma warning restore CA5394

    private Task<Reply?> CheckOut(int buyer, string cart, string token) =>
        Witness.Ask(
            buyer,
            CallKind.Checkout,
            cart,
            $"pay-{cart}",
            () => _shop.Checkout(cart, $"pay-{cart}", token)
        );
}
