using Commerce.Carts;
using Commerce.Catalog;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What only a cluster shows of a sale; its rules: <see cref="SaleTests"/>.</summary>
public sealed class SaleGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    private static readonly Currency Euro = new("EUR");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    [Fact]
    public async Task Scheduled_its_units_are_apart_and_called_off_they_are_back()
    {
        var (sale, sku) = await Draft("apart", stock: 10, quantity: 4);

        var scheduled = await sale.Schedule(Now + Hour, Now + (Hour * 2), expected: null);

        Assert.Equal(SaleState.Scheduled, scheduled.Value!.StateAt(Now));
        Assert.Equal((6, 4), await Level(sku));
        Assert.Equal(4, await Free(sku, scheduled.Value.Allotment));

        var cancelled = await sale.Cancel(expected: null);

        Assert.Equal(SaleState.Cancelled, cancelled.Value!.StateAt(Now));
        Assert.Equal((10, 0), await Level(sku));
    }

    [Fact]
    public async Task A_schedule_that_lacks_units_sets_none_apart_and_may_be_tried_again()
    {
        var (sale, sku) = await Draft("few", stock: 10, quantity: 11);

        var refused = await sale.Schedule(Now + Hour, Now + (Hour * 2), expected: null);

        Assert.Equal("insufficient_stock", refused.Rejection!.Code);
        Assert.Contains(refused.Rejection.Data, each => each.Text == sku.Value);
        Assert.Equal(SaleState.Draft, (await sale.Get()).Value!.StateAt(Now));
        Assert.Equal((10, 0), await Level(sku));

        await cluster.Grains.Stock(sku).Receive(new("r2", "", cluster.Soon), 5, "more");
        var again = await sale.Schedule(Now + Hour, Now + (Hour * 2), expected: null);

        Assert.True(again.IsAccepted);
        Assert.Equal((4, 11), await Level(sku));
    }

    [Fact]
    public async Task Stopped_it_waits_for_who_holds_and_then_every_unit_is_sold_or_back()
    {
        var (sale, sku) = await Draft("ends", stock: 10, quantity: 4);
        var allotment = await Live(sale);
        var (anna, ben) = (new HoldName("anna", 1), new HoldName("ben", 1));
        await allotment.Hold(anna, 1, TimeSpan.FromMinutes(5), cluster.Soon);
        await allotment.Hold(ben, 1, TimeSpan.FromMinutes(5), cluster.Soon);

        var stopped = await sale.Stop(expected: null);

        Assert.Equal(SaleState.Settling, stopped.Value!.StateAt(Now));
        Assert.NotNull(await sale.GetSubjectKey());
        var late = await allotment.Hold(new("cleo", 1), 1, Hour, cluster.Soon);
        Assert.False(late.IsAccepted);

        Assert.True((await allotment.Sell(anna, cluster.Soon)).IsAccepted);
        await allotment.Release(ben, cluster.Soon);
        await sale.Wake();

        var settled = (await sale.Get()).Value!;
        Assert.Equal(SaleState.Settled, settled.StateAt(Now));
        Assert.Equal([new(sku, 4, 1, 3)], settled.Results);
        Assert.Equal((9, 0), await Level(sku));
        Assert.Null(await sale.GetSubjectKey());
    }

    [Fact]
    public async Task What_is_held_when_payments_stop_loses_nothing_of_its_time()
    {
        var (sale, _) = await Draft("hard", stock: 10, quantity: 4);
        var allotment = await Live(sale);
        var name = new HoldName("anna", 1);
        var held = await allotment.Hold(name, 1, TimeSpan.FromMinutes(5), cluster.Soon);
        cluster.Time.Advance(TimeSpan.FromMinutes(4.5));

        await sale.Pause(isHard: true, expected: null);
        Assert.True(await sale.IsHardPaused());
        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        await sale.Resume(expected: null);

        var hold = Assert.Single(await allotment.GetHolds(10));
        var whole = held.Value!.ExpiresAt + TimeSpan.FromSeconds(20);
        Assert.InRange(hold.ExpiresAt, whole, whole + TimeSpan.FromMinutes(1));
        Assert.False(await sale.IsHardPaused());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_held_loses_nothing_to_several_stops_of_payments(bool endsInOne)
    {
        var (sale, _) = await Draft($"hard-twice-{endsInOne}", stock: 10, quantity: 4);
        var allotment = await Live(sale);
        var held = await allotment.Hold(new("anna", 1), 1, TimeSpan.FromMinutes(5), cluster.Soon);
        for (var i = 0; i < 2; i++)
        {
            await sale.Pause(isHard: true, expected: null);
            cluster.Time.Advance(TimeSpan.FromMinutes(1.5));
            await (i == 1 && endsInOne ? sale.Stop(null) : sale.Resume(null));
        }

        var hold = Assert.Single(await allotment.GetHolds(10));
        Assert.Equal(held.Value!.ExpiresAt + TimeSpan.FromMinutes(3), hold.ExpiresAt);
    }

    [Fact]
    public async Task Units_held_for_a_cart_that_lost_the_line_are_the_same_when_it_asks_again()
    {
        var (sale, sku) = await Draft("lost", stock: 10, quantity: 4);
        var allotment = await Live(sale);
        var id = new SaleId(sale.GetPrimaryKeyString());
        await Publish(sku);
        var cart = cluster.Grains.Cart(new("crt_eu1_lost"));
        await cart.Open(Euro);
        var add = new SaleAdd(id, sku, 1, "key", "admission");
        cluster.Journal.Fails = append => append.Stream == "cart/crt_eu1_lost";
        await Assert.ThrowsAnyAsync<Exception>(() => cart.AddFromSale(add, null, null));
        cluster.Journal.Heal();

        var added = await cart.AddFromSale(add, key: null, expected: null);

        Assert.True(added.IsAccepted, added.Rejection?.Detail);
        Assert.Equal(new(3, 1, 0), (await allotment.GetLevel()).Value);
        Assert.Equal(new(1), await cluster.Grains.PurchaseLimit(id, "key").Get());
        await cart.Remove(added.Value.Line, expected: null);
        Assert.Equal(new(4, 0, 0), (await allotment.GetLevel()).Value);
        Assert.Equal(new(0), await cluster.Grains.PurchaseLimit(id, "key").Get());
    }

    [Fact]
    public async Task A_line_whose_units_a_pause_held_longer_can_still_be_bought()
    {
        var (sale, sku) = await Draft("longer", stock: 10, quantity: 1);
        var allotment = await Live(sale);
        await Publish(sku);
        var cart = cluster.Grains.Cart(new("crt_eu1_longer"));
        await cart.Open(Euro);
        var add = new SaleAdd(new(sale.GetPrimaryKeyString()), sku, 1, "longer", "admission");
        var line = Assert.Single((await cart.AddFromSale(add, null, null)).Value!.Cart.Lines);
        var (name, promised) = (line.Sale!.Hold, line.LockedUntil);

        await allotment.Extend(name, promised + Hour, cluster.Soon);
        cluster.Time.Advance(promised - Now + TimeSpan.FromMinutes(1));
        await sale.Stop(expected: null);

        Assert.Equal(promised + Hour, (await allotment.GetHold(name))?.ExpiresAt);
        Assert.Empty((await cart.GetProblems()).Value);
    }

    [Fact]
    public async Task Parallel_adds_of_one_cart_take_units_once()
    {
        var (sale, sku) = await Draft("twice", stock: 10, quantity: 4);
        var allotment = await Live(sale);
        await Publish(sku);
        var cart = cluster.Grains.Cart(new("crt_eu1_twice"));
        await cart.Open(Euro);
        var add = new SaleAdd(new(sale.GetPrimaryKeyString()), sku, 1, "twice", "admission");

        var added = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => cart.AddFromSale(add, key: null, expected: null))
        );

        Assert.Single(added, each => each.IsAccepted);
        Assert.All(
            added.Where(each => !each.IsAccepted),
            each => Assert.Equal("sale_line_exists", each.Rejection!.Code)
        );
        Assert.Equal(1, (await allotment.GetLevel()).Value.Held);
    }

    private async Task<(ISaleGrain Sale, Sku Sku)> Draft(string name, int stock, int quantity)
    {
        var (sale, sku) = (cluster.Grains.Sale(new(IdOf(name))), new Sku($"sale-{name}"));
        await cluster.Grains.Stock(sku).Receive(new("r", "", cluster.Soon), stock, "delivery");
        var put = await sale.Put(new(name, [new(sku, new(900, Euro), quantity)], Limit: 2), null);
        Assert.True(put.IsAccepted, put.Rejection?.Detail);
        return (sale, sku);
    }

    /// <summary>Schedules, arms and starts it.</summary>
    /// <returns>The stock of its one item.</returns>
    private async Task<IStockGrain> Live(ISaleGrain sale)
    {
        await sale.Schedule(Now + Hour, Now + (Hour * 2), expected: null);
        await sale.Arm(new("00", "sealed", [1, 2, 3]));
        var live = await sale.Start(expected: null);
        Assert.Equal(SaleState.Live, live.Value!.StateAt(Now));
        return cluster.Grains.Allotment(live.Value.Terms.Items[0].Sku, live.Value.Allotment);
    }

    private async Task Publish(Sku sku)
    {
        var slug = sku.Value.ToLowerInvariant();
        var put = await cluster
            .Grains.Product(new($"prd_eu1_{slug.Replace('-', '_')}"))
            .Put(new(new(slug), Products.Document(slug, sku.Value), true), cluster.Soon);
        Assert.True(put.IsAccepted, put.Rejection?.Detail);
    }

    private async Task<(long Available, long Allotted)> Level(Sku sku)
    {
        var level = (await cluster.Grains.Stock(sku).GetLevel()).Value;
        return (level.Available, level.Allotted);
    }

    private async Task<long> Free(Sku sku, string allotment) =>
        (await cluster.Grains.Allotment(sku, allotment).GetLevel()).Value.Available;

    private static string IdOf(string name) => $"sal_eu1_{name.PadRight(26, '0')}";
}
