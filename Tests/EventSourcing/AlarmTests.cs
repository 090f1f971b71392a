namespace Commerce.EventSourcing;

/// <summary>
/// That an aggregate is woken when something falls due, and not in vain for ever.
/// </summary>
public sealed class AlarmTests(Cluster cluster) : IClassFixture<Cluster>, IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    public void Dispose() => cluster.Journal.Heal();

    [Fact]
    public async Task An_alarm_is_written_with_the_event_that_sets_it()
    {
        var tally = Tally("set");
        cluster.Journal.AfterLanding = () => throw new IOException("The line went dead.");

        await Assert.ThrowsAsync<IOException>(() => tally.WakeBy(Now + Hour));

        Assert.Equal(Now + Hour, Alarm("set"));
        Assert.Equal(1, await tally.CountHistory(0));
    }

    [Fact]
    public async Task An_alarm_never_comes_late()
    {
        var tally = Tally("sooner");
        await tally.WakeBy(Now + Hour);

        await tally.WakeBy(Now + Second);

        Assert.Equal(Now + Second, Alarm("sooner"));
    }

    [Fact]
    public async Task An_alarm_may_come_a_little_early_and_is_then_moved()
    {
        var tally = Tally("early");
        var (early, due) = (Now + Hour, Now + Hour + Second);
        await tally.WakeBy(early);
        await tally.WakeBy(due);
        Assert.Equal(early, Alarm("early"));

        cluster.Time.SetUtcNow(early);
        await tally.Wake();

        Assert.Equal(due, Alarm("early"));
        Assert.Equal(0, (await tally.GetTotal()).Value);
    }

    [Fact]
    public async Task An_alarm_that_moves_far_away_is_written_anew()
    {
        var tally = Tally("far");
        await tally.WakeBy(Now + Hour);

        await tally.WakeBy(Now + Hour + Hour);

        Assert.Equal(Now + Hour + Hour, Alarm("far"));
    }

    [Fact]
    public async Task An_alarm_is_taken_back_when_nothing_is_due_any_more()
    {
        var tally = Tally("gone");
        await tally.WakeBy(Now + Hour);

        await tally.WakeBy(due: null);

        Assert.Null(Alarm("gone"));
    }

    [Fact]
    public async Task Waking_settles_what_is_due_and_clears_the_alarm()
    {
        var tally = Tally("due");
        await tally.WakeBy(Now + Second);

        cluster.Time.Advance(Second);
        await tally.Wake();

        Assert.Equal(1, (await tally.GetTotal()).Value);
        Assert.Null(Alarm("due"));
    }

    [Fact]
    public async Task Waking_what_does_not_need_it_clears_a_stray_alarm_and_adds_no_event()
    {
        var tally = Tally("stray");
        await tally.Add(1);
        await cluster.Journal.Append(new("tally/stray", 1, [], new(Now)));

        await tally.Wake();

        Assert.Null(Alarm("stray"));
        Assert.Equal(new(1, 1), await tally.GetTotal());
    }

    [Fact]
    public async Task An_alarm_that_could_not_be_moved_stays()
    {
        var tally = Tally("stays");
        await tally.WakeBy(Now + Second);
        cluster.Time.Advance(Second);
        cluster.Journal.BeforeLanding = () => throw new IOException("The disk is on fire.");

        await Assert.ThrowsAsync<IOException>(() => tally.Wake());

        Assert.Equal(Now, Alarm("stays"));
        cluster.Journal.Heal();
        await tally.Wake();
        Assert.Equal(1, (await tally.GetTotal()).Value);
    }

    private DateTimeOffset? Alarm(string name) => cluster.Journal.Alarm($"tally/{name}");

    private ITallyGrain Tally(string name) => cluster.Grains.GetGrain<ITallyGrain>(name);
}
