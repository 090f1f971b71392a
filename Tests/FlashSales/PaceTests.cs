namespace Commerce.FlashSales;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AdmissionRule Auto = new();
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(333)]
    [InlineData(100_000)]
    public void By_hand_as_many_are_let_in_as_was_said(int perSecond)
    {
        var (pace, total) = (Pace.Begin(Start), 0L);
        for (var tick = 1; tick <= 400; tick++)
        {
            (var places, pace) = pace.Step(new(perSecond), 10_000_000, 0, Start + (Tick * tick));
            total += places;
            Assert.InRange(total, (tick * perSecond / 4.0) - 1, tick * perSecond / 4.0);
        }

        Assert.Equal(perSecond, pace.PerSecond);
    }

    [Fact]
    public void What_nobody_wanted_is_not_saved_up()
    {
        var pace = Pace.Begin(Start);
        for (var tick = 1; tick <= 40; tick++)
            (_, pace) = pace.Step(new(100), waiting: 0, wanted: 0, Start + (Tick * tick));

        Assert.InRange(pace.Step(new(100), 1_000, 0, Start + (Tick * 41)).Places, 24, 26);
    }

    [Fact]
    public void Time_in_which_it_stood_still_is_not_made_up_for() =>
        Assert.Equal(100, Pace.Begin(Start).Step(new(100), 10_000, 0, Start.AddHours(1)).Places);

    [Fact]
    public void Nobody_is_let_in_where_the_rule_is_nought() =>
        Assert.Equal(0, Pace.Begin(Start).Step(new(0), 100, 100, Start.AddSeconds(1)).Places);

    [Fact]
    public void Without_a_rule_no_more_are_let_in_than_units_are_left_for()
    {
        var now = Start.AddSeconds(1);

        Assert.Equal(3, Pace.Begin(Start).Step(Auto, 100, wanted: 3, now).Places);
        Assert.Equal(0, Pace.Begin(Start).Step(Auto, 100, wanted: -5, now).Places);
    }

    [Fact]
    public void Slow_checkouts_let_fewer_in_at_once_and_fast_ones_more_by_and_by()
    {
        var pace = Pace.Begin(Start);
        var risen = pace.Heed(TimeSpan.FromMilliseconds(900), isPressed: true);
        var idle = pace.Heed(TimeSpan.FromMilliseconds(900), isPressed: false);
        var fallen = pace.Heed(TimeSpan.FromMilliseconds(1_100), isPressed: true);

        Assert.Equal(pace.Capacity * 2, risen.Capacity);
        var again = fallen.Heed(TimeSpan.FromMilliseconds(900), isPressed: true);
        Assert.Equal(fallen.Capacity + 25, again.Capacity);
        Assert.Equal(pace.Capacity, idle.Capacity);
        Assert.Equal(pace.Capacity * 0.7, fallen.Capacity);
        for (var i = 0; i < 100; i++)
            fallen = fallen.Heed(TimeSpan.FromSeconds(2), isPressed: true);
        Assert.Equal(1, fallen.Capacity);
    }

    [Fact]
    public void The_pace_that_is_told_follows_what_was_done()
    {
        var pace = Pace.Begin(Start);
        for (var tick = 1; tick <= 120; tick++)
            (_, pace) = pace.Step(Auto, 10_000, wanted: 5, Start + (Tick * tick));

        Assert.InRange(pace.PerSecond, 19.5, 21);
    }

    [Fact]
    public void Reports_count_as_long_as_an_admission_lasts()
    {
        var reports = new RoomReports();
        reports.Take(new(3, 2, TimeSpan.FromSeconds(2)), Start);
        reports.Take(new(1, 1, TimeSpan.FromSeconds(1)), Start);

        var next = Start.AddSeconds(1);
        Assert.Equal(3, reports.Orders(next));
        Assert.Equal(TimeSpan.FromSeconds(2), reports.Slowest(next));
        Assert.Equal(TimeSpan.Zero, reports.Slowest(Start.AddSeconds(6)));
        Assert.Equal(4, reports.SpentSince(Start));
        Assert.Equal(0, reports.SpentSince(next));
    }
}
