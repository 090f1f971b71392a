using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>What every journal owes to those who build on it, whatever it is stored in.</summary>
public abstract partial class JournalContract
{
    protected abstract IJournal Journal { get; }

    protected abstract IAlarms Alarms { get; }

    protected abstract ISubjectKeys Keys { get; }

    /// <summary>Closes the journal, and opens it again.</summary>
    protected abstract void Reopen();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"name\":\"Zoë \\u0000 \U0001F600\"}")]
    public async Task An_event_is_read_as_it_was_written(string data)
    {
        var at = JournalJudge.Noon + TimeSpan.FromMilliseconds(1);
        await Journal.Append(new("kind/Ä 1", 0, [JournalJudge.Event(data, at)]));

        var read = Assert.Single(await JournalJudge.Stream(Journal, "kind/Ä 1"));

        Assert.Equal(("kind/Ä 1", 1L, "test.happened"), (read.Stream, read.Version, read.Kind));
        Assert.Equal((at, data), (read.At, JournalJudge.Text(read)));
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(170)]
    [InlineData(171)]
    [InlineData(5_000)]
    public async Task A_name_of_any_length_is_kept(int length)
    {
        var stream = "kind/" + new string('é', length);
        await Journal.Append(new(stream, 0, [JournalJudge.Event("{}")]));

        Assert.Equal(stream, Assert.Single(await JournalJudge.Stream(Journal, stream)).Stream);
    }

    [Fact]
    public async Task An_event_of_the_largest_size_is_kept()
    {
        var data = new string('x', NewEvent.SizeMax);
        await Journal.Append(new("kind/large", 0, [JournalJudge.Event(data)]));

        var read = Assert.Single(await JournalJudge.Stream(Journal, "kind/large"));
        Assert.Equal(data, JournalJudge.Text(read));
    }

    [Fact]
    public async Task A_long_stream_is_read_from_any_version_on()
    {
        for (var version = 0; version < 1_300; version += 100)
        {
            await Journal.Append(new("kind/long", version, JournalJudge.Decision("long", 100)));
        }

        var read = await Journal.Read("kind/long", 77, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(78, 1_223).Select(v => (long)v), JournalJudge.Versions(read));
    }

    [Fact]
    public Task What_is_acknowledged_is_there() =>
        JournalJudge.What_is_acknowledged_is_there(Journal);

    [Fact]
    public Task A_stale_and_a_future_version_are_refused() =>
        JournalJudge.A_stale_and_a_future_version_are_refused(Journal);

    [Fact]
    public Task Decisions_of_several_writers_land_whole() =>
        JournalJudge.Decisions_of_several_writers_land_whole(Journal);

    [Fact]
    public async Task A_conflict_refuses_itself_and_none_of_its_neighbours()
    {
        var good = Enumerable.Range(0, 50).Select(i => Journal.Append(One($"kind/{i}", 0)));
        var bad = Enumerable.Range(0, 50).Select(i => Journal.Append(One($"kind/bad{i}", 1)));
        var appends = good.Zip(bad).Select(pair => (Good: pair.First, Bad: pair.Second)).ToList();

        foreach (var (landing, refused) in appends)
        {
            await landing;
            await Assert.ThrowsAsync<JournalConflictException>(() => refused);
        }

        var tail = await Follow(50, 1_000);
        Assert.Equal(tail[^1].Position, Journal.Head);
    }

    [Fact]
    public async Task Appends_to_one_stream_that_wait_together_land_in_their_order()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 200).Select(v => Journal.Append(One("kind/queue", v)))
        );

        var read = await JournalJudge.Stream(Journal, "kind/queue");
        Assert.Equal(Enumerable.Range(1, 200).Select(v => (long)v), JournalJudge.Versions(read));
    }

    [Fact]
    public async Task Waiting_ends_with_the_event_that_is_waited_for()
    {
        var first = Journal.WaitBeyond(0, Cancellation);
        await Journal.Append(new("kind/wait", 0, JournalJudge.Decision("wait", 2)));
        await first;
        var second = Journal.Head;
        var third = Journal.WaitBeyond(second, Cancellation);
        Assert.False(third.IsCompleted);

        await Journal.Append(One("kind/wait", 2));
        await third;
        Assert.Equal(3, Assert.Single(await Journal.ReadTail(second, 9)).Version);
        Assert.True(Journal.WaitBeyond(second, Cancellation).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var patience = new CancellationTokenSource();
        var waiting = Journal.WaitBeyond(0, patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_alarm_comes_and_goes_with_an_append()
    {
        var (noon, later) = (JournalJudge.Noon, JournalJudge.Noon + TimeSpan.FromHours(1));
        await Journal.Append(One("kind/b", 0) with { Alarm = new(later) });
        await Journal.Append(One("kind/a", 0) with { Alarm = new(noon) });
        Assert.Empty(Alarms.Due(noon - TimeSpan.FromMilliseconds(1), 9));
        Assert.Equal([new("kind/a", noon)], Alarms.Due(noon, 9));
        Assert.Equal([new("kind/a", noon), new("kind/b", later)], Alarms.Due(later, 9));
        Assert.Equal([new("kind/a", noon)], Alarms.Due(later, 1));

        await Journal.Append(One("kind/a", 1));
        Assert.Equal(2, Alarms.Due(later, 9).Count);
        await Journal.Append(new("kind/b", 1, [], new(noon)));
        await Journal.Append(One("kind/a", 2) with { Alarm = new(Due: null) });
        await JournalJudge.Refused(Journal, One("kind/b", 0) with { Alarm = new(Due: null) });
        await JournalJudge.Refused(Journal, new("kind/b", 0, [], new(Due: null)));
        await JournalJudge.Refused(Journal, One("kind/c", 1) with { Alarm = new(noon) });

        Assert.Equal([new("kind/b", noon)], Alarms.Due(later, 9));
    }

    [Fact]
    public async Task A_key_is_kept_with_its_append_and_not_without()
    {
        await Journal.Append(One("kind/k", 0) with { Key = new("anna", new byte[] { 1, 2, 3 }) });
        var late = One("kind/k", 0) with { Key = new("ben", new byte[] { 4 }) };
        await JournalJudge.Refused(Journal, late);

        Assert.Equal([1, 2, 3], await Keys.Read("anna"));
        Assert.Null(await Keys.Read("ben"));

        await Keys.Destroy("anna", JournalJudge.Noon);
        await Keys.Destroy("nobody", JournalJudge.Noon);
        Assert.Null(await Keys.Read("anna"));
    }

    protected static StreamAppend One(string stream, long expected) =>
        new(stream, expected, [JournalJudge.Event($"{expected}")]);
}
