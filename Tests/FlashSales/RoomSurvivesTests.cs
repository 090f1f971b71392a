using Commerce.Clusters;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>
/// A waiting room goes on wherever its silo dies, and a frontend that runs alone knows of it.
/// </summary>
[Collection(nameof(Measurements))]
public sealed class RoomSurvivesTests(TwoSilos cluster) : IClassFixture<TwoSilos>
{
    private const int People = 200;
    private const string Sales = "/admin/v1/sales";

    /// <summary>Who has not followed by then never will; how long it took is told.</summary>
    private static readonly TimeSpan GapMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private long _admitted;
    private long _risen = TimeProvider.System.GetTimestamp();
    private TimeSpan _gap;

    [Fact]
    public async Task Whoever_was_let_in_stays_so_and_the_others_follow()
    {
        var shop = cluster.Frontend.Shop;
        await shop.Stock("LAMP", units: 1_000);
        var sale = await Prequeue(shop);
        var carts = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => shop.OpenCart()));
        var tickets = await Task.WhenAll(carts.Select(cart => Join(shop, sale, cart)));
        (await shop.Post($"{Sales}/{sale}/start", new { }, key: null)).Expect(200);

        _risen = TimeProvider.System.GetTimestamp();
        await Until(shop, sale, People / 4);
        await cluster.Second.Kill();
        await Until(shop, sale, People / 2);
        await cluster.Second.Restart("Silo", cluster.Silo());
        await cluster.First.Kill();
        await Until(shop, sale, People);

        TestContext.Current.TestOutputHelper?.WriteLine($"Nobody was let in for {_gap}.");
        Assert.True(_gap < GapMax, $"Nobody was let in for {_gap}.");
        var again = await Task.WhenAll(carts.Select(cart => Join(shop, sale, cart)));
        Assert.Equal(
            tickets.Select(each => each.Text("id")),
            again.Select(each => each.Text("id"))
        );
        Assert.All(again, each => Assert.Equal("admitted", each.Text("state")));
    }

    private static async Task<string> Prequeue(Shop shop)
    {
        var drafted = await shop.Post(
            Sales,
            new
            {
                name = "Lamps",
                order = "draw",
                items = new[]
                {
                    new
                    {
                        sku = "LAMP",
                        price = new { amount = 999, currency = "EUR" },
                        quantity = 500,
                    },
                },
            },
            key: null
        );
        var at = $"{Sales}/{drafted.Expect(201).Text("id")}";
        var now = TimeProvider.System.GetUtcNow();
        (
            await shop.Post(
                $"{at}/schedule",
                new { startsAt = now.AddMinutes(4), endsAt = now.AddMinutes(64) },
                key: null
            )
        ).Expect(200);
        // The frontend arms it itself.
        while ((await shop.Get(at)).Expect(200).Text("state") != "prequeue") { }
        (await shop.Send(HttpMethod.Patch, $"{at}/admission", new { perSecond = 10 })).Expect(200);
        return drafted.Text("id");
    }

    /// <summary>Asked again where the death of a silo got in between.</summary>
    private static async Task<Reply> Join(Shop shop, string sale, string cart)
    {
        while (true)
        {
            var joined = await shop.Post($"/api/v1/sales/{sale}/tickets", new { cart }, cart);
            if (joined.Status is 201)
                return joined;

            joined.Expect(429, 503);
        }
    }

    /// <summary>Who asked a silo that died looks again, and does not wait for it.</summary>
    private static async Task<Reply?> Look(Shop shop, string sale)
    {
        try
        {
            return await shop.Get($"{Sales}/{sale}/live").WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Looks until so many were let in: they may be more, and never fewer.</summary>
    private async Task Until(Shop shop, string sale, long admitted)
    {
        while (_admitted < admitted)
        {
            if (await Look(shop, sale) is not { Status: 200 } live)
                continue;

            var now = live.Number("admitted");
            Assert.True(now >= _admitted, $"{_admitted} were let in, and then {now}.");
            var since = TimeProvider.System.GetElapsedTime(_risen);
            _gap = since > _gap ? since : _gap;
            Assert.True(_gap < GapMax, $"Nobody was let in for {_gap}: {live.Body}");
            if (now > _admitted)
                (_admitted, _risen) = (now, TimeProvider.System.GetTimestamp());
        }
    }
}
