using Commerce.Judging;

namespace Commerce.Stores;

/// <summary>
/// One client who buys and changes their mind, in an order that its seed decides. What it hears
/// nothing of it asks again, with the same key, until it knows.
/// </summary>
/// <param name="shop">Where it buys.</param>
/// <param name="habits">How it is at the moment.</param>
/// <param name="back">Waits before it asks again.</param>
/// <param name="witness">Notes what it asks for, and hears.</param>
/// <param name="number">Its own; its keys have it.</param>
/// <param name="seed">Brings the same wishes again.</param>
internal sealed class Buyer(
    Shop shop,
    Func<Habits> habits,
    Func<Task> back,
    Witness witness,
    int number,
    int seed
)
{
    private const int TriesMax = 2_000;

#pragma warning disable CA5394 // Not a secret: a seed must bring the same run again.
    private readonly Random _random = new(seed);
    private int _keys;

    /// <summary>Buys until told to stop, and finishes what it began.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Think();
            switch (_random.Next(10))
            {
                case 0:
                    await Hold();
                    break;
                case 1:
                    await Receive();
                    break;
                case 2:
                    await Look();
                    break;
                default:
                    await Buy();
                    break;
            }
        }
    }

    private Task Think() =>
        Task.Delay(habits().Thinking * _random.NextDouble(), TimeProvider.System);

    private async Task Buy()
    {
        var opened = await Insist(CallKind.Read, "carts", NewKey(), key => OpenCart());
        var cart = opened.Text("id");
        foreach (var _ in Enumerable.Range(0, _random.Next(1, 4)))
            await Add(cart);

        await Ask(CallKind.Read, cart, _ => shop.GetCart(cart));
        var checkout = await CheckOut(cart, Pick(habits().Tokens));
        while (checkout.Status is 402)
        {
            switch (_random.Next(3))
            {
                case 0:
                    checkout = await CheckOut(cart, "tok_ok");
                    break;
                case 1:
                    await Add(cart);
                    checkout = await CheckOut(cart, "tok_ok");
                    break;
                default:
                    await Cancel(checkout.Location.Split('/')[^1]);
                    return;
            }
        }

        if (checkout.Status is 201)
            await ChangeMind(checkout.Text("id"), checkout.Total);
    }

    private async Task ChangeMind(string order, long total)
    {
        switch (_random.Next(6))
        {
            case 0:
                await Cancel(order);
                break;
            case 1:
                await Ask(CallKind.Capture, order, key => shop.Capture(order, key));
                await Cancel(order);
                break;
            case 2:
                await Ask(CallKind.Capture, order, key => shop.Capture(order, key));
                await Ask(
                    CallKind.Refund,
                    order,
                    key => shop.Refund(order, key, _random.NextInt64(1, total))
                );
                break;
            case 3:
                await Ask(CallKind.Read, order, _ => shop.GetOrder(order));
                break;
        }
    }

    /// <summary>Reads what changes all the time.</summary>
    private async Task Look()
    {
        for (var i = 0; i < 3; i++)
        {
            var sku = Pick(habits().Skus);
            await Ask(CallKind.Read, sku, _ => shop.GetStock(sku));
        }

        await Ask(CallKind.Read, "products", _ => shop.Get("/api/v1/products"));
    }

    private async Task Hold()
    {
        var (sku, holder) = (Pick(habits().Skus), NewKey());
        var seconds = _random.Next(2, 5);
        var held = await Insist(
            CallKind.Hold,
            sku,
            holder,
            _ => shop.Hold(sku, holder, 1, seconds),
            quantity: 1
        );
        if (held.Status is not 201)
            return;

        var (kind, how) = _random.Next(3) switch
        {
            0 => (CallKind.Sell, "sell"),
            1 => (CallKind.Release, "release"),
            _ => default,
        };
        if (how is not null)
            await Insist(kind, sku, holder, _ => shop.EndHold(sku, holder, how), quantity: 1);
    }

    private async Task Receive()
    {
        var sku = Pick(habits().Skus);
        var units = _random.Next(1, 4);
        await Insist(CallKind.Receive, sku, NewKey(), key => shop.Receive(sku, units, key), units);
        await Ask(CallKind.Read, sku, _ => shop.GetStock(sku));
    }

    private Task<Reply> Add(string cart)
    {
        var (sku, units) = (Pick(habits().Skus), _random.Next(1, 3));
        return Insist(CallKind.Add, cart, NewKey(), key => shop.Add(cart, sku, units, key), units);
    }

    private Task<Reply> CheckOut(string cart, string token) =>
        Ask(CallKind.Checkout, cart, key => shop.Checkout(cart, key, token));

    private Task<Reply> Cancel(string order) =>
        Ask(CallKind.Cancel, order, key => shop.Cancel(order, key));

    private async Task<Reply> OpenCart() =>
        await shop.Post("/api/v1/carts", new { currency = "EUR" }, key: null);

    private Task<Reply> Ask(CallKind kind, string on, Func<string, Task<Reply>> ask) =>
        Insist(kind, on, NewKey(), ask);

    /// <summary>Asks, now and then twice at once, until it is known what became of it.</summary>
    private async Task<Reply> Insist(
        CallKind kind,
        string on,
        string key,
        Func<string, Task<Reply>> ask,
        int quantity = 0
    )
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var twice = kind is not CallKind.Read && _random.Next(habits().TwiceIn) == 0;
            var asked = Enumerable.Range(0, twice ? 2 : 1).Select(_ => Once()).ToList();
            var replies = await Task.WhenAll(asked);
            if (Array.Find(replies, IsKnown) is { } known)
                return known;

            await back();
        }

        throw new InvalidOperationException($"{kind} {key} on {on} never came to an end.");

        Task<Reply?> Once() => witness.Ask(number, kind, on, key, () => ask(key), quantity);
    }

    /// <summary>Neither unknown nor still on its way.</summary>
    private static bool IsKnown(Reply? reply) =>
        reply is { Status: not 202 }
        && reply.Code?.EndsWith("_in_progress", StringComparison.Ordinal) is not true;

    private string NewKey() => string.Create(provider: null, $"c{number}-{++_keys}");

    private string Pick(string[] from) => from[_random.Next(from.Length)];
#pragma warning restore CA5394
}
