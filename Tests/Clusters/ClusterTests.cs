using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>Whatever dies of a cluster, the shop works again and has lost nothing.</summary>
[Collection(nameof(Upheavals))]
public sealed class ClusterTests
{
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(3);
    private const int Shoppers = 8;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private int _bought;

    [Fact]
    public async Task Any_process_of_it_may_be_killed()
    {
        await using var cluster = await RunningCluster.Start();
        await cluster.Shop.Stock("TEA", units: 100);
        var orders = new List<string> { await Buy(cluster.Shop, "nobody") };
        var standby = cluster.Parts.First(each =>
            each.StartsWith("postgres-", StringComparison.Ordinal) && each != cluster.Primary
        );
        // A standby is a copy again before the server that writes dies.
        foreach (var victim in (string[])["silo-2", standby, "edge", "redis", "provider", "silo-1"])
        {
            cluster.Kill(victim);
            orders.Add(await Buy(cluster.Shop, victim));
        }

        cluster.Kill(cluster.Primary);
        orders.Add(await Buy(cluster.Shop, cluster.Primary));

        await AtRest(cluster.Shop);
        foreach (var order in orders)
        {
            var found = (await cluster.Shop.GetOrder(order)).Expect(200);
            Assert.Equal("confirmed", found.Text("status"));
        }

        var stock = (await cluster.Shop.GetStock("TEA")).Expect(200);
        Assert.True(stock.Number("sold") >= orders.Count, "Units of acknowledged orders are gone.");
        Assert.Equal(0, stock.Number("held"));
        Assert.Equal(0, await cluster.End());
    }

    [Fact]
    public async Task Silos_that_are_renewed_one_after_the_other_fail_no_request()
    {
        await using var cluster = await RunningCluster.Start();
        await cluster.Shop.Stock("TEA", units: 100_000);
        using var done = new CancellationTokenSource();
        var buying = Enumerable
            .Range(0, Shoppers)
            .Select(shopper => BuyUntil(cluster.Shop, shopper, done.Token))
            .ToList();

        foreach (var silo in (string[])["silo-1", "silo-2", "silo-3"])
            await cluster.Renew(silo);

        await done.CancelAsync();
        var orders = (await Task.WhenAll(buying)).SelectMany(each => each).ToList();
        await AtRest(cluster.Shop);
        foreach (var order in orders)
        {
            var found = (await cluster.Shop.GetOrder(order)).Expect(200);
            Assert.Equal("confirmed", found.Text("status"));
        }

        var stock = (await cluster.Shop.GetStock("TEA")).Expect(200);
        Assert.Equal(orders.Count, stock.Number("sold"));
        Assert.True(orders.Count > Shoppers, $"Only {orders.Count} orders.");
    }

    /// <summary>
    /// Its orders, accepted or confirmed already; fails with the first request that does.
    /// </summary>
    private static async Task<List<string>> BuyUntil(Shop shop, int shopper, CancellationToken done)
    {
        var orders = new List<string>();
        while (!done.IsCancellationRequested)
        {
            var cart = await shop.FillCart("TEA");
            var order = await shop.Checkout(cart, $"buy-{shopper}-{orders.Count}");
            Assert.Contains(order.Status, (int[])[201, 202]);
            orders.Add(order.Text("id"));
            (await shop.GetOrder(orders[^1])).Expect(200);
        }

        return orders;
    }

    /// <summary>
    /// Buys until it is confirmed, as a client does who is told to come back.
    /// </summary>
    private async Task<string> Buy(Shop shop, string victim)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var key = $"buy-{++_bought}";
        string? cart = null;
        var heard = "nothing";
        while (TimeProvider.System.GetElapsedTime(begun) < RecoveryMax)
        {
            try
            {
                cart ??= await shop.FillCart("TEA");
                var bought = await shop.Checkout(cart, key);
                if (bought.Status is 201)
                    return bought.Text("id");

                heard = $"{bought.Status} {bought.Code}";
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
            {
                // Nobody was there, or somebody who had to send us away.
                heard = e.Message;
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        throw new TimeoutException($"The shop does not work after {victim} died: {heard}");
    }

    private static async Task AtRest(Shop shop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var report = (await shop.Get("/admin/v1/integrity")).Expect(200).Body;
            if (report["inFlight"]!.GetValue<long>() == 0)
            {
                Assert.All(
                    report["deltas"]!.AsArray(),
                    each => Assert.Equal(0, each!["delta"]!.GetValue<long>())
                );
                return;
            }

            if (TimeProvider.System.GetElapsedTime(begun) > RestMax)
                throw new TimeoutException("Orders are in flight for ever.");

            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
