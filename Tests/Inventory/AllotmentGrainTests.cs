namespace Commerce.Inventory;

/// <summary>
/// What only a cluster shows of allotments: who drives on what was begun. The rules are in
/// <see cref="AllotmentTests"/>.
/// </summary>
public sealed class AllotmentGrainTests(Cluster cluster) : IClassFixture<Cluster>, IDisposable
{
    private const string Sale = "sal_1";
    private const string Informed = "order/ord_nobody";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly HoldName Anna = new("anna", 1);

    public void Dispose() => cluster.Journal.Heal();

    [Fact]
    public async Task A_grant_is_answered_when_its_units_can_be_held()
    {
        var (root, allotment) = await Stock("granted");

        var granted = await root.Grant(Sale, 1, 3, cluster.Soon);

        Assert.Equal(new(2, 0, 0, Allotted: 3), granted.Value);
        Assert.Equal(granted, await root.Grant(Sale, 1, 3, cluster.Soon));
        Assert.Null(cluster.Journal.Alarm("stock/granted"));
        Assert.True((await allotment.Hold(Anna, 3, Minute, cluster.Soon)).IsAccepted);
    }

    /// <summary>Either the allotment cannot take it, or the answer of that is lost.</summary>
    [Theory]
    [InlineData("taken", "stock/taken~sal_1")]
    [InlineData("told", "stock/told")]
    public async Task A_grant_that_was_cut_off_is_brought_to_its_end_by_the_alarm(
        string sku,
        string cut
    )
    {
        var (root, allotment) = await Stock(sku);
        var granted = (await root.GetLevel()).Version + 1;
        cluster.Journal.Fails = append =>
            append.Stream == cut
            && (append.Stream != $"stock/{sku}" || append.ExpectedVersion == granted);
        await Assert.ThrowsAnyAsync<Exception>(() => root.Grant(Sale, 1, 3, cluster.Soon));
        Assert.NotNull(cluster.Journal.Alarm($"stock/{sku}"));

        cluster.Journal.Heal();
        await StartOver();
        await root.Wake();

        Assert.Equal(new(3, 0, 0), (await allotment.GetLevel()).Value);
        Assert.Equal(new(2, 0, 0, Allotted: 3), (await root.GetLevel()).Value);
        Assert.Null(cluster.Journal.Alarm($"stock/{sku}"));
    }

    [Fact]
    public async Task What_is_held_when_it_closes_is_waited_for_and_then_all_is_counted()
    {
        var (root, allotment) = await Stock("held");
        await root.Grant(Sale, 1, 3, cluster.Soon);
        await allotment.Hold(Anna, 2, Minute, cluster.Soon);

        var closed = await allotment.CloseAllotment(Informed);
        Assert.Equal(new(new(1, 2, 0), IsClosed: false, 3, 0, 0), closed.Value);
        Assert.Equal(
            "sale_closed",
            (await allotment.Hold(new("ben", 1), 1, Minute, cluster.Soon)).Rejection!.Code
        );
        Assert.True((await allotment.Sell(Anna, cluster.Soon)).IsAccepted);
        Assert.NotNull(cluster.Journal.Alarm("stock/held~sal_1"));
        await allotment.Wake();

        Assert.Equal(new(3, 0, 2), (await root.GetLevel()).Value);
        closed = await allotment.CloseAllotment(Informed);
        Assert.Equal(new(default, IsClosed: true, 3, 2, 1), closed.Value);
        Assert.Null(cluster.Journal.Alarm("stock/held~sal_1"));
        Assert.Equal(
            "reservation_expired",
            (await allotment.Sell(new("ben", 1), cluster.Soon)).Rejection!.Code
        );
    }

    /// <summary>
    /// The SKU's stock cannot take it, or the allotment does not hear that it has, or that nobody
    /// waits any more.
    /// </summary>
    [Theory]
    [InlineData("back", "stock/back", 0)]
    [InlineData("heard", "stock/heard~sal_1", 3)]
    [InlineData("informed", "stock/informed~sal_1", 4)]
    public async Task A_return_that_was_cut_off_is_brought_to_its_end_by_the_alarm(
        string sku,
        string cut,
        long from
    )
    {
        var (root, allotment) = await Stock(sku);
        await root.Grant(Sale, 1, 3, cluster.Soon);
        cluster.Journal.Fails = append => append.Stream == cut && append.ExpectedVersion >= from;
        await Task.WhenAny(allotment.CloseAllotment(Informed));
        await Task.WhenAny(allotment.Wake());
        Assert.NotNull(cluster.Journal.Alarm($"stock/{sku}~sal_1"));

        cluster.Journal.Heal();
        await StartOver();
        await allotment.Wake();

        Assert.Equal(new(5, 0, 0), (await root.GetLevel()).Value);
        var standing = (await allotment.GetAllotment()).Value;
        Assert.Equal(new(default, IsClosed: true, 3, 0, 3), standing);
        Assert.Null(cluster.Journal.Alarm($"stock/{sku}~sal_1"));
    }

    [Fact]
    public async Task A_freeze_reaches_what_is_set_apart_even_if_only_by_the_alarm()
    {
        var (root, allotment) = await Stock("frozen");
        await root.Grant(Sale, 1, 3, cluster.Soon);
        await root.Freeze(frozen: true, "recall");
        Assert.True((await allotment.GetLevel()).Value.Frozen);

        cluster.Journal.Fails = append => append.Stream == "stock/frozen~sal_1";
        await root.Freeze(frozen: false, "checked");
        Assert.True((await allotment.GetLevel()).Value.Frozen);
        cluster.Journal.Heal();
        await StartOver();
        await root.Wake();

        Assert.False((await allotment.GetLevel()).Value.Frozen);
        Assert.Null(cluster.Journal.Alarm("stock/frozen"));
    }

    [Fact]
    public async Task What_comes_back_after_the_end_is_put_back_into_normal_stock_once()
    {
        var (root, allotment) = await Stock("restock");
        await root.Grant(Sale, 1, 3, cluster.Soon);
        await allotment.Hold(Anna, 2, Minute, cluster.Soon);
        await allotment.Sell(Anna, cluster.Soon);
        await allotment.CloseAllotment(Informed);
        var key = new MovementKey("anna#1/restock", "ord_1", cluster.Soon);

        var first = await allotment.Restock(key, 2, "order given up");
        var second = await allotment.Restock(key, 2, "order given up");

        Assert.Equal(new(5, 0, 0), first.Value!.Level);
        Assert.Equal(first.Value with { Repeated = true }, second.Value);
        Assert.Equal(new(5, 0, 0), (await root.GetLevel()).Value);
    }

    private async Task<(IStockGrain Root, IStockGrain Allotment)> Stock(string sku)
    {
        var root = cluster.Grains.Stock(new(sku));
        await root.Receive(new("first", "", cluster.Soon), 5, "");
        return (root, cluster.Grains.Allotment(new(sku), Sale));
    }

    /// <summary>Nothing is in memory any more: whoever comes reads the journal.</summary>
    private Task StartOver() =>
        cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
