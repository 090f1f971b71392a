namespace Commerce.Inventory;

/// <summary>
/// What only a cluster shows: the rules are in <see cref="StockHoldsTests"/> and
/// <see cref="StockMovementsTests"/>.
/// </summary>
public sealed class StockGrainTests(Cluster cluster) : IClassFixture<Cluster>, IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly HoldName Anna = new("anna", 1);

    public void Dispose() => cluster.Journal.Heal();

    [Fact]
    public async Task Many_buyers_at_once_get_each_unit_once()
    {
        const int Buyers = 2_000;
        const int Units = 500;
        var stock = await Stock("hot", Units);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, Buyers)
                .Select(i => stock.Hold(new($"buyer {i}", 1), 1, Minute, cluster.Soon))
        );

        Assert.Equal(Units, outcomes.Count(outcome => outcome.IsAccepted));
        Assert.All(
            outcomes.Where(outcome => !outcome.IsAccepted),
            outcome => Assert.Equal("insufficient_stock", outcome.Rejection!.Code)
        );
        Assert.Equal(new(0, Units, 0), (await stock.GetLevel()).Value);
    }

    [Fact]
    public async Task A_hold_whose_answer_was_lost_is_the_same_when_asked_for_again()
    {
        var stock = await Stock("again", 5);
        cluster.Journal.AfterLanding = () => throw new IOException("The line went dead.");
        await Assert.ThrowsAsync<IOException>(() => stock.Hold(Anna, 2, Minute, cluster.Soon));

        cluster.Journal.Heal();
        var held = await stock.Hold(Anna, 2, Minute, cluster.Soon);

        Assert.Equal(2, held.Value!.Quantity);
        Assert.Equal(new(new(3, 2, 0), 2), await stock.GetLevel());
    }

    [Fact]
    public async Task The_alarm_of_a_hold_is_journalled_with_it_and_ends_it()
    {
        var stock = await Stock("alarm", 5);
        var held = await stock.Hold(Anna, 2, Minute, cluster.Soon);
        Assert.Equal(held.Value!.ExpiresAt, cluster.Journal.Alarm("stock/alarm"));

        cluster.Time.SetUtcNow(held.Value.ExpiresAt);
        await stock.Wake();

        Assert.Equal(new(5, 0, 0), (await stock.GetLevel()).Value);
        Assert.Null(cluster.Journal.Alarm("stock/alarm"));
    }

    [Fact]
    public async Task Holds_are_told_the_first_to_end_first()
    {
        var stock = await Stock("holds", 9);
        await stock.Hold(new("slow", 1), 1, Minute * 3, cluster.Soon);
        await stock.Hold(new("fast", 1), 2, Minute, cluster.Soon);

        var holds = await stock.GetHolds(9);

        Assert.Equal(["fast", "slow"], holds.Select(hold => hold.Name.Holder));
        Assert.Single(await stock.GetHolds(1));
    }

    [Fact]
    public async Task A_round_that_is_long_forgotten_is_found_in_the_history()
    {
        var stock = await Stock("trace", 9);
        await stock.Hold(Anna, 2, Minute, cluster.Soon);
        await stock.Sell(Anna, cluster.Soon);
        await stock.Hold(new("ben", 1), 3, Minute, cluster.Soon);
        await stock.Release(new("cora", 1), cluster.Soon);
        Assert.Equal(new(HoldState.Open, 3), await stock.Trace(new("ben", 1)));

        cluster.Time.Advance(TimeSpan.FromDays(2));
        await stock.Wake();
        cluster.Time.Advance(TimeSpan.FromDays(2));
        await stock.Freeze(frozen: true, "");

        Assert.Equal(new(HoldState.Sold, 2), await stock.Trace(Anna));
        Assert.Equal(new(HoldState.Expired, 3), await stock.Trace(new("ben", 1)));
        Assert.Equal(new(HoldState.Released, 0), await stock.Trace(new("cora", 1)));
        Assert.Null(await stock.Trace(new("dora", 1)));
        Assert.Null(await stock.Trace(new("anna", 2)));
    }

    [Fact]
    public async Task A_movement_is_known_again_by_its_key()
    {
        var stock = await Stock("key", 5);
        var key = new MovementKey("count", "7", cluster.Soon);
        var first = await stock.Count(key, 7, from: 5, "stocktaking");

        var second = await stock.Count(key, 7, from: 5, "stocktaking");

        Assert.StartsWith("mov_eu1_", first.Value!.Id, StringComparison.Ordinal);
        Assert.Equal(first.Value with { Repeated = true }, second.Value);
        Assert.Equal(2, (await stock.GetLevel()).Version);
    }

    private async Task<IStockGrain> Stock(string sku, int units)
    {
        var stock = cluster.Grains.Stock(new(sku));
        await stock.Receive(new("first", "", cluster.Soon), units, "");
        return stock;
    }
}
