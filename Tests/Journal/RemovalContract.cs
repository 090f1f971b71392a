using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>What is kept no longer goes whole, and nobody else notices.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task A_stream_that_is_removed_is_gone_with_its_alarm_and_no_other_is()
    {
        var noon = JournalJudge.Noon;
        await Journal.Append(new("kind/a", 0, JournalJudge.Decision("a", 600), Alarm: new(noon)));
        await Journal.Append(Late("kind/b") with { Alarm = new(noon) });
        await Journal.Append(Late("kind/ab"));
        var tail = await Follow(602, 1_000);
        var head = Journal.Head; // Of what was heard: before, it may be nothing yet.

        Assert.True(await Journal.Remove("kind/a", 600));

        for (var times = 0; times < 2; times++)
        {
            Assert.Empty(await JournalJudge.Stream(Journal, "kind/a"));
            Assert.Single(await JournalJudge.Stream(Journal, "kind/b"));
            Assert.Single(await JournalJudge.Stream(Journal, "kind/ab"));
            Assert.Equal([new("kind/b", noon)], Alarms.Due(noon, 9));
            Assert.Equal(head, Journal.Head);
            Reopen();
        }

        var left = await Journal.ReadTail(0, 1_000);
        Assert.Equal(tail.TakeLast(2).Select(each => each.Position), Positions(left));
        Assert.False(await Journal.Remove("kind/a", 600));
        await Journal.Append(One("kind/a", 0));
        await Journal.WaitBeyond(head, Cancellation);
    }

    [Fact]
    public async Task Nothing_is_removed_that_goes_on_or_is_the_newest()
    {
        await Journal.Append(new("kind/a", 0, JournalJudge.Decision("a", 2)));
        Assert.False(await Journal.Remove("kind/a", 2));
        await Journal.Append(Late("kind/b"));

        foreach (var version in (long[])[0, 1, 3])
            Assert.False(await Journal.Remove("kind/a", version));
        Assert.False(await Journal.Remove("kind/none", 0));
        Assert.False(await Journal.Remove("kind/b", 1));

        Assert.Equal(2, (await JournalJudge.Stream(Journal, "kind/a")).Count);
        Assert.True(await Journal.Remove("kind/a", 2));
    }

    /// <summary>What everybody has heard of by now.</summary>
    private static StreamAppend Late(string stream) =>
        new(stream, 0, [JournalJudge.Event("{}", DateTimeOffset.UnixEpoch)]);

    private static IEnumerable<long> Positions(IEnumerable<RecordedEvent> events) =>
        events.Select(each => each.Position);
}
