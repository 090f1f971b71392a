using System.Globalization;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.Scenarios;

/// <summary>How people use a shop: they ask again when nothing comes, and click twice.</summary>
internal static class Person
{
    /// <summary>Each with the same key.</summary>
    private const int AsksMax = 5;

    /// <summary>How many click twice, as fast as they can.</summary>
    private const double DoubleClicks = 0.1;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Puts something into a cart.</summary>
    /// <returns>Whether it is there.</returns>
    public static async ValueTask<bool> Add(Client client, string cart, string sku, int units)
    {
        var body = $$"""{"sku":"{{sku}}","quantity":{{units}}}""";
        var (path, key) = ($"{cart}/lines", client.FreshName());
        return (await Insist(() => client.Post(path, body, key, "add"))).Status is 200 or 201;
    }

    /// <summary>Pays for what is in a cart, and notes what was bought.</summary>
    /// <returns>Whether there is one order, and it is confirmed.</returns>
    public static async ValueTask<bool> CheckOut(
        Client client,
        string cart,
        (string Sku, int Units)[] lines
    )
    {
        var key = client.FreshName();
        var isDouble = client.Random.NextDouble() < DoubleClicks;
        var isOne = true;
        var response = await Insist(Click);
        Basket.Note(client, response, lines);
        if (!isOne)
            client.Blame("two orders for one key");
        return isOne && response.Is(201);

        async ValueTask<Response> Click()
        {
            if (!isDouble)
                return await Basket.Ask(client, cart, key);

            var again = Basket.Ask(client.Twin(), cart, key).AsTask();
            var (first, second) = (await Basket.Ask(client, cart, key), await again);
            var orders = (First: Order(first), Second: Order(second));
            isOne &= orders.First is null || orders.Second is null || orders.First == orders.Second;
            return IsOpen(first) ? second : first;
        }
    }

    private static string? Order(Response response) =>
        response.Status is 201 or 202 ? response.Member("id") : null;

    /// <summary>Asks until there is an answer that is one.</summary>
    private static async ValueTask<Response> Insist(Func<ValueTask<Response>> ask)
    {
        var response = await ask();
        for (var asked = 1; asked < AsksMax && IsOpen(response); asked++)
        {
            var told = response.Header("Retry-After"u8);
            var wait = int.TryParse(told, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : Pause;
            await Task.Delay(wait, TimeProvider.System);
            response = await ask();
        }

        return response;
    }

    /// <summary>Whether what became of it is to be asked: none, not yet, or not now.</summary>
    private static bool IsOpen(Response response) =>
        response.Failure is not null || response.Status is 202 or 429 or >= 500;
}
