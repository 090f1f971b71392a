namespace Commerce.EventSourcing;

/// <summary>What the shell promises, whatever it is the shell of.</summary>
public sealed class AggregateGrainTests(Cluster cluster) : IClassFixture<Cluster>, IDisposable
{
    private readonly HeldJournal _journal = cluster.Journal;
    private readonly Gate _gate = new();

    public void Dispose() => _journal.Heal();

    [Fact]
    public async Task A_read_never_shows_what_is_not_durable()
    {
        var tally = Tally("read");
        await tally.Add(5);
        _journal.BeforeLanding = _gate.Pass;

        var adding = tally.Add(2);
        await _gate.Arrived;
        Assert.Equal(new(5, 1), await tally.GetTotal());

        _gate.Open();
        await adding;
        Assert.Equal(new(7, 2), await tally.GetTotal());
    }

    [Fact]
    public async Task A_reply_without_events_fails_with_what_it_rests_on()
    {
        var tally = Tally("look");
        _journal.BeforeLanding = FailAtTheGate;

        var adding = tally.Add(2);
        await _gate.Arrived;
        var looking = tally.Look();
        await tally.Decided(2);
        _gate.Open();

        await Assert.ThrowsAsync<IOException>(() => looking);
        await Assert.ThrowsAsync<IOException>(() => adding);
    }

    [Fact]
    public async Task What_is_decided_during_an_append_shares_the_next()
    {
        var tally = Tally("share");
        _journal.BeforeLanding = _gate.Pass;
        var before = _journal.Appends;

        var first = tally.Add(1);
        await _gate.Arrived;
        var others = Enumerable.Range(0, 99).Select(_ => tally.Add(1)).ToList();
        await tally.Decided(100);
        _gate.Open();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(new(100, 100), await tally.GetTotal());
        Assert.Equal(2, _journal.Appends - before);
    }

    [Fact]
    public async Task Half_a_decision_never_lands()
    {
        var tally = Tally("half");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            tally.Add(5, EventSourcing.Tally.Poison)
        );

        await tally.Add(1);

        Assert.Equal(new(1, 1), await tally.GetTotal());
    }

    [Fact]
    public async Task A_failed_append_answers_nobody_and_is_forgotten()
    {
        var tally = Tally("failed");
        await tally.Add(5);
        _journal.BeforeLanding = FailAtTheGate;

        var first = tally.Add(2);
        await _gate.Arrived;
        var second = tally.Add(3);
        await tally.Decided(3);
        _gate.Open();
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);

        _journal.Heal();
        Assert.Equal(new(5, 1), await tally.GetTotal());
        await tally.Add(1);
        Assert.Equal(new(6, 2), await tally.GetTotal());
    }

    [Fact]
    public async Task An_append_that_fails_at_once_fails_all_who_wait_for_it()
    {
        var tally = Tally("at-once");
        var appends = 0;
        _journal.BeforeLanding = () =>
            ++appends switch
            {
                1 => _gate.Pass(),
                2 => throw new IOException("The disk is on fire."),
                _ => Task.CompletedTask,
            };

        var first = tally.Add(1);
        await _gate.Arrived;
        var second = tally.Add(2);
        var third = tally.Add(3);
        await tally.Decided(3);
        _gate.Open();

        await first;
        await Assert.ThrowsAsync<IOException>(() => second);
        await Assert.ThrowsAsync<IOException>(() => third);
        Assert.Equal(new(1, 1), await tally.GetTotal());
    }

    [Fact]
    public async Task An_append_that_landed_though_it_failed_is_found_again()
    {
        var tally = Tally("unknown");
        _journal.AfterLanding = () => throw new IOException("The line went dead.");
        await Assert.ThrowsAsync<IOException>(() => tally.Add(2));

        _journal.Heal();

        Assert.Equal(new(2, 1), await tally.GetTotal());
    }

    [Fact]
    public async Task A_full_queue_sends_new_business_away_and_takes_what_gives_back()
    {
        var tally = Tally("full");
        _journal.BeforeLanding = _gate.Pass;
        var first = tally.Add(1);
        await _gate.Arrived;
        var filling = tally.Add([.. Enumerable.Repeat(1L, TallyGrain.PendingMax)]);
        await tally.Decided(2);
        var givingBack = tally.GiveBack(1);

        Assert.Equal(Rejections.Overloaded, (await tally.Add(1)).Rejection);

        await tally.Decided(1);
        _gate.Open();
        await Task.WhenAll(first, filling, givingBack);
        Assert.Equal(TallyGrain.PendingMax, (await tally.GetTotal()).Value);
    }

    [Fact]
    public async Task Another_writer_of_the_stream_is_noticed_and_read()
    {
        var tally = Tally("fence");
        await tally.Add(5);
        var meant = """{"kind":"tally.added","Amount":7}"""u8.ToArray();
        await _journal.Append(new("tally/fence", 1, [new("tally.added", default, meant)]));

        await Assert.ThrowsAsync<JournalConflictException>(() => tally.Add(1));

        Assert.Equal(new(12, 2), await tally.GetTotal());
    }

    /// <summary>Whoever asked from another process must know it from a bug.</summary>
    [Fact]
    public async Task That_the_journal_is_unavailable_reaches_whoever_asked()
    {
        _journal.BeforeLanding = () => throw new JournalUnavailableException("The disk is full.");

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() =>
            Tally("unavailable").Add(1)
        );

        Assert.Equal("The disk is full.", failure.Message);
    }

    [Fact]
    public async Task The_history_starts_after_the_version_that_is_asked_for()
    {
        var tally = Tally("history");
        await tally.Add(1, 2, 3);

        Assert.Equal(3, await tally.CountHistory(0));
        Assert.Equal(1, await tally.CountHistory(2));
    }

    [Fact]
    public async Task Who_watches_is_told_of_the_next_durable_version_and_not_before()
    {
        var tally = Tally("watch");
        await tally.Add(5);
        var watching = tally.Watch(1, TimeSpan.FromSeconds(30));
        await tally.Decided(2);
        _journal.BeforeLanding = _gate.Pass;

        var adding = tally.Add(2);
        await _gate.Arrived;
        Assert.Equal(new(5, 1), await tally.GetTotal());
        Assert.False(watching.IsCompleted);
        _gate.Open();

        Assert.Equal(new(7, 2), await watching);
        Assert.Equal(new(7, 2), await tally.Watch(1, TimeSpan.FromSeconds(30)));
        await adding;
    }

    [Fact]
    public async Task Who_watches_in_vain_is_answered_when_the_time_is_up()
    {
        var tally = Tally("vain");
        var watching = tally.Watch(0, TimeSpan.FromSeconds(30));
        await tally.Decided(1);

        cluster.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(new(0, 0), await watching);
    }

    private async Task FailAtTheGate()
    {
        await _gate.Pass();
        throw new IOException("The disk is on fire.");
    }

    private ITallyGrain Tally(string name) => cluster.Grains.GetGrain<ITallyGrain>(name);
}
