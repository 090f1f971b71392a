namespace Commerce.Platform;

/// <summary>What only several silos show of the log.</summary>
public sealed class LogGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    [Fact]
    public async Task A_mark_of_a_silo_that_has_heard_more_is_waited_for()
    {
        var stock = cluster.Grains.Stock(new("TEA"));
        await stock.Receive(new("r", "", cluster.Soon), 5, "delivery");
        var log = cluster.Grains.Log();
        var mark = (await log.Read(null, 1_000, TimeSpan.Zero)).Value!.Last;

        cluster.Journal.Behind = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = log.Read(mark, 1_000, TimeSpan.Zero);
        await Task.WhenAny(reading, cluster.Journal.Awaited.Task);
        cluster.Journal.Behind.SetResult();

        Assert.Equal(mark, (await reading).Value!.Last);
    }
}
