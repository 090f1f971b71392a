using System.Collections.Concurrent;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>
/// Nobody tells a frontend that runs alone that a silo died; shoppers are answered all the same.
/// </summary>
[Collection(nameof(Measurements))]
public sealed class SilosThatDieTests(TwoSilos cluster) : IClassFixture<TwoSilos>
{
    private const int Shoppers = 8;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    /// <summary>A guard: <c>./dev chaos</c> judges how long it takes.</summary>
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LoadAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReturnMax = TimeSpan.FromSeconds(45);

    private readonly ConcurrentQueue<Asked> _asked = new();
    private long _killed;

    [Fact]
    public async Task Whoever_asks_is_answered_and_soon_well_again()
    {
        var shop = cluster.Frontend.Shop;
        await shop.Stock("TEA", units: 100_000);
        var load = Enumerable.Range(0, Shoppers).Select(number => Buy(shop, number)).ToList();
        while (_asked.Count < 20 * Shoppers)
            await Task.WhenAny([.. load, cluster.Frontend.Back()]);
        await cluster.Second.Kill();
        Volatile.Write(ref _killed, TimeProvider.System.GetTimestamp());
        await Task.WhenAll(load);

        Assert.All(_asked, each => Assert.InRange(each.Took, TimeSpan.Zero, AnswerMax));
        Assert.All(_asked, each => Assert.Contains(each.Status, (int[])[200, 201, 202, 503]));
        Assert.All(
            _asked.Where(each => each.Status is 503),
            each => Assert.True(each.MayComeBack, "It is not said when to come back.")
        );
        var failed = _asked.Where(each => each.Status is 503).Select(each => each.Begun).ToList();
        var last = failed.Count == 0 ? TimeSpan.Zero : Since(failed.Max());
        Assert.True(last < RecoveryMax, $"A request of {last} after the death failed.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_asked.Count} asked, {failed.Count} failed, the last begun after {last}, "
                + $"the slowest {_asked.Max(each => each.Took)}."
        );

        await cluster.First.Kill();
        var nobody = await shop.Post("/api/v1/carts", new { currency = "EUR" }, key: null);
        Assert.Equal(503, nobody.Status);
        await cluster.First.Restart("Silo", cluster.Silo());
        await Bought(shop);
    }

    private TimeSpan Since(long begun) =>
        TimeProvider.System.GetElapsedTime(Volatile.Read(ref _killed), begun);

    /// <summary>Buys until some time after the death.</summary>
    private async Task Buy(Shop shop, int number)
    {
        for (var times = 0; !IsOver(); times++)
        {
            var opened = await Ask(shop.Post("/api/v1/carts", new { currency = "EUR" }, key: null));
            if (opened.Status is not 201)
                continue;

            var cart = opened.Text("id");
            if ((await Ask(shop.Add(cart, "TEA", 1))).Status is 201)
                await Ask(shop.Checkout(cart, $"dying-{number}-{times}"));
        }
    }

    private bool IsOver() =>
        Volatile.Read(ref _killed) is > 0 and var at
        && TimeProvider.System.GetElapsedTime(at) > LoadAfter;

    private async Task<Reply> Ask(Task<Reply> asking)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var reply = await asking;
        var took = TimeProvider.System.GetElapsedTime(begun);
        _asked.Enqueue(new(begun, took, reply.Status, reply.Headers.RetryAfter is not null));
        return reply;
    }

    private static async Task Bought(Shop shop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var opened = await shop.Post("/api/v1/carts", new { currency = "EUR" }, key: null);
            if (
                opened.Status is 201
                && (await shop.Add(opened.Text("id"), "TEA", 1)).Status is 201
                && (await shop.Checkout(opened.Text("id"), "back")).Status is 201
            )
                return;

            var waited = TimeProvider.System.GetElapsedTime(begun);
            Assert.True(waited < ReturnMax, $"{opened.Status} after {waited}");
        }
    }

    private sealed record Asked(long Begun, TimeSpan Took, int Status, bool MayComeBack);
}
