namespace Commerce.EventSourcing;

/// <summary>That a snapshot makes loading shorter, and nothing else different.</summary>
public sealed class SnapshotTests(Cluster cluster) : IClassFixture<Cluster>
{
    private const int Events = (2 * TallyGrain.SnapshotEvery) + 1;

    [Fact]
    public async Task A_grain_loads_the_same_state_from_its_snapshot()
    {
        var tally = await Grown("kept");
        cluster.Snapshots.Flush();

        await tally.Leave();

        Assert.Equal(new(Events, Events), await tally.GetTotal());
        Assert.InRange(cluster.Journal.LastReadAfter("tally/kept"), 1, Events);
    }

    [Fact]
    public async Task A_lost_snapshot_costs_a_longer_load_and_nothing_else()
    {
        var tally = await Grown("lost");
        cluster.Snapshots.Lose();

        await tally.Leave();

        Assert.Equal(new(Events, Events), await tally.GetTotal());
        Assert.Equal(0, cluster.Journal.LastReadAfter("tally/lost"));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    public async Task A_snapshot_that_cannot_be_read_is_passed_over(string state)
    {
        var tally = await Grown($"broken {state}");
        cluster.Snapshots.Flush();
        cluster.Snapshots.Offer(
            $"tally/broken {state}",
            fold: 1,
            version: 3,
            () => System.Text.Encoding.UTF8.GetBytes(state)
        );
        cluster.Snapshots.Flush();

        await tally.Leave();

        Assert.Equal(new(Events, Events), await tally.GetTotal());
    }

    [Fact]
    public async Task A_snapshot_that_is_ahead_of_the_journal_is_passed_over()
    {
        var tally = await Grown("ahead");
        cluster.Snapshots.Flush();
        cluster.Snapshots.Offer(
            "tally/ahead",
            fold: 1,
            version: Events + 5,
            () => """{"Total":99}"""u8.ToArray()
        );
        cluster.Snapshots.Flush();

        await tally.Leave();

        Assert.Equal(new(Events, Events), await tally.GetTotal());
    }

    [Fact]
    public async Task The_time_of_an_aggregate_does_not_go_back_though_its_clock_does()
    {
        var tally = cluster.Grains.GetGrain<ITallyGrain>("clock");
        for (var i = 0; i < TallyGrain.SnapshotEvery - 1; i++)
        {
            await tally.Add(1);
        }

        var inAnHour = cluster.Time.GetUtcNow() + TimeSpan.FromHours(1);
        var data = """{"kind":"tally.added","Amount":1}"""u8.ToArray();
        await tally.Leave();
        await cluster.Journal.Append(
            new("tally/clock", TallyGrain.SnapshotEvery - 1, [new("tally.added", inAnHour, data)])
        );
        Assert.Equal(inAnHour, (await tally.WakeBy(due: null)).Value);

        // It now has a snapshot with nothing after it.
        cluster.Snapshots.Flush();
        await tally.Leave();
        Assert.Equal(inAnHour, (await tally.WakeBy(due: null)).Value);
    }

    private async Task<ITallyGrain> Grown(string name)
    {
        var tally = cluster.Grains.GetGrain<ITallyGrain>(name);
        for (var i = 0; i < Events; i++)
        {
            await tally.Add(1);
        }

        return tally;
    }
}
