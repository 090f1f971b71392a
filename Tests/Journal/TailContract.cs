using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>What every journal owes to those who read along.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task A_journal_that_is_opened_again_goes_on_where_it_was()
    {
        var incarnation = Journal.Incarnation;
        await Journal.Append(new("kind/1", 0, JournalJudge.Decision("one", 3)));
        await Journal.Append(One("kind/2", 0) with { Alarm = new(JournalJudge.Noon) });

        Reopen();

        var head = (await Follow(4, max: 9))[^1];
        Assert.Equal(incarnation, Journal.Incarnation);
        Assert.Equal((head.Position, head.At), (Journal.Head, Journal.HeadAt));
        Assert.Equal([new("kind/2", JournalJudge.Noon)], Alarms.Due(JournalJudge.Noon, 9));
        await JournalJudge.Refused(Journal, One("kind/1", 2));
        await Journal.Append(One("kind/1", 3));
        Assert.Equal([1, 2, 3, 1, 4], JournalJudge.Versions(await Follow(5, max: 9)));
    }

    [Fact]
    public async Task A_closed_journal_writes_what_waits_and_takes_no_more()
    {
        var appends = Enumerable.Range(0, 500).Select(v => Journal.Append(One("kind/1", v)));
        var waiting = appends.ToList();

        ((IDisposable)Journal).Dispose();
        ((IDisposable)Journal).Dispose();

        await Task.WhenAll(waiting);
        await Assert.ThrowsAsync<JournalUnavailableException>(() =>
            Journal.Append(One("kind/1", 500))
        );
        Reopen();
        Assert.Equal(500, (await JournalJudge.Stream(Journal, "kind/1")).Count);
    }

    /// <summary>Read from the ring and from the store, beside those who write.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task The_tail_is_complete_and_in_order_while_others_write(int max)
    {
        await Journal.Append(new("kind/before", 0, JournalJudge.Decision("before", 50)));
        Reopen();
        const int Writers = 8;
        const int Appends = 40;
        const int Events = 50 + (Writers * Appends * 2);

        var reading = Task.Run(() => Follow(Events, max), Cancellation);
        await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write($"kind/{w}", Appends)))
        );
        var tail = await reading;

        Assert.Equal(tail.Select(e => e.Position).Order().Distinct(), tail.Select(e => e.Position));
        Assert.All(
            tail.GroupBy(e => e.Stream, StringComparer.Ordinal),
            stream =>
                Assert.Equal(
                    Enumerable.Range(1, stream.Count()).Select(v => (long)v),
                    JournalJudge.Versions(stream)
                )
        );
        Reopen();
        var stored = await Follow(Events, max);
        Assert.Equal(tail.Select(Line), stored.Select(Line));
    }

    [Fact]
    public async Task Beyond_the_head_there_is_no_tail()
    {
        await Journal.Append(One("kind/1", 0));
        var head = Assert.Single(await Follow(1, max: 9)).Position;

        Assert.Empty(await Journal.ReadTail(head, 9));
        Assert.Empty(await Journal.ReadTail(head + 99, 9));
        Reopen();
        Assert.Empty(await Journal.ReadTail(head, 9));
        Assert.Empty(await Journal.ReadTail(head + 99, 9));
    }

    /// <summary>Read from the ring and from the store.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task The_newest_events_are_told_oldest_first(int max)
    {
        await Journal.Append(new("kind/1", 0, JournalJudge.Decision("first", 3)));
        Reopen();
        await Journal.Append(new("kind/1", 3, JournalJudge.Decision("second", 2)));
        await Follow(5, max: 9);

        var newest = await Journal.ReadNewest(max);

        Assert.Equal(
            Enumerable.Range(1, 5).Select(v => (long)v).TakeLast(max),
            JournalJudge.Versions(newest)
        );
    }

    private static string Line(RecordedEvent e) =>
        $"{e.Position} {e.Stream} {e.Version} {e.Kind} {e.At:O} {JournalJudge.Text(e)}";

    /// <summary>The first events of the tail, as somebody hears of them who reads along.</summary>
    protected async Task<IReadOnlyList<RecordedEvent>> Follow(int count, int max)
    {
        var tail = new List<RecordedEvent>();
        while (tail.Count < count)
        {
            var after = tail.Count == 0 ? 0 : tail[^1].Position;
            await Journal.WaitBeyond(after, Cancellation);
            var page = await Journal.ReadTail(after, max);
            Assert.InRange(page.Count, 1, max);
            tail.AddRange(page);
        }

        return tail;
    }

    private async Task Write(string stream, int appends)
    {
        for (var i = 0; i < appends; i++)
        {
            await Journal.Append(new(stream, i * 2, JournalJudge.Decision($"{stream}-{i}", 2)));
        }
    }
}
