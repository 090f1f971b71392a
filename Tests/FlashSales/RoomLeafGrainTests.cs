namespace Commerce.FlashSales;

/// <summary>What only a cluster shows of a room's leaves: the rules are elsewhere.</summary>
public sealed class RoomLeafGrainTests(Cluster cluster) : IClassFixture<Cluster>, IDisposable
{
    private DateTimeOffset Soon => cluster.Time.GetUtcNow().AddMinutes(1);

    public void Dispose() => cluster.Journal.Heal();

    [Fact]
    public async Task A_place_whose_answer_was_lost_is_the_same_when_asked_for_again()
    {
        var leaf = cluster.Grains.RoomLeaf(new("sal_lost"), 0);
        cluster.Journal.AfterLanding = () => throw new IOException("The line went dead.");
        await Assert.ThrowsAsync<IOException>(() => leaf.Join(Hash(1), Soon));

        cluster.Journal.Heal();
        var place = await leaf.Join(Hash(1), Soon);

        Assert.Equal(new RoomPlace(null, IsRepeated: true), place.Value);
        Assert.Equal(1, await leaf.GetCount());
    }

    [Fact]
    public async Task Those_who_come_late_one_by_one_are_numbered_in_exact_order()
    {
        var sale = new SaleId("sal_slow");
        for (var i = 0; i < 200; i++)
        {
            // Each at another leaf than the one before.
            var place = await cluster
                .Grains.RoomLeaf(sale, i * 7 % Draw.Leaves)
                .Join(Hash(i), DateTimeOffset.MinValue);
            Assert.Equal(new RoomPlace(i), place.Value);
        }
    }

    [Fact]
    public async Task Those_who_come_all_at_once_have_distinct_numbers_and_few_are_left_out()
    {
        const int People = 5_000;
        var sale = new SaleId("sal_fast");

        var places = await Task.WhenAll(
            Enumerable
                .Range(0, People)
                .Select(i =>
                    cluster
                        .Grains.RoomLeaf(sale, i % Draw.Leaves)
                        .Join(Hash(i), DateTimeOffset.MinValue)
                )
        );

        var numbers = places.Select(place => place.Value.Number!.Value).Order().ToList();
        Assert.Equal(Enumerable.Range(0, People).Select(i => (long)i), numbers);
    }

    [Fact]
    public async Task A_number_whose_answer_was_lost_is_the_same_and_none_is_given_twice()
    {
        var sale = new SaleId("sal_again");
        var leaf = cluster.Grains.RoomLeaf(sale, 3);
        Assert.Equal(0, (await leaf.Join(Hash(1), DateTimeOffset.MinValue)).Value.Number);

        // First the room's answer is lost, then the leaf's.
        cluster.Journal.AfterLanding = () => throw new IOException("The line went dead.");
        await Assert.ThrowsAnyAsync<Exception>(() => leaf.Join(Hash(2), DateTimeOffset.MinValue));
        cluster.Journal.Heal();
        var second = await leaf.Join(Hash(2), DateTimeOffset.MinValue);
        var third = await cluster.Grains.RoomLeaf(sale, 4).Join(Hash(3), DateTimeOffset.MinValue);

        Assert.Equal(1, second.Value.Number);
        Assert.Equal(2, third.Value.Number);
        Assert.Equal(
            new RoomPlace(1, IsRepeated: true),
            (await leaf.Join(Hash(2), DateTimeOffset.MinValue)).Value
        );
    }

    [Fact]
    public async Task The_set_is_told_in_order_and_in_parts()
    {
        var leaf = cluster.Grains.RoomLeaf(new("sal_set"), 0);
        foreach (var i in Enumerable.Range(0, 25).Reverse())
            await leaf.Join(Hash(i), Soon);

        var closed = await leaf.Close();
        await leaf.Join(Hash(99), Soon);

        Assert.Equal(25, closed.Count);
        Assert.Equal(Enumerable.Range(10, 10).Select(Hash), await leaf.GetTickets(10, 10));
        Assert.Equal(5, (await leaf.GetTickets(20, 10)).Length);
        Assert.Empty(await leaf.GetTickets(25, 10));
        Assert.Equal(closed, await leaf.Close());
        Assert.Equal(26, await leaf.GetCount());
    }

    private static string Hash(int i) => $"{i:x64}";
}
