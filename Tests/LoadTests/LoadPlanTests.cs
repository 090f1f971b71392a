using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests;

/// <summary>How loads are written, and what they come to.</summary>
public sealed class LoadPlanTests
{
    [Theory]
    [InlineData("hold 500/s 1m", 60, 30_000)]
    [InlineData("ramp 0..500/s 30s", 30, 7_500)]
    [InlineData("ramp 500..0/s 30s, pause 5s, spike 1500/s 10s", 45, 22_500)]
    [InlineData("step 100..300/s by 100 10s", 30, 6_000)]
    [InlineData("step 300..100/s by 100 500ms", 1.5, 300)]
    [InlineData("hold 0.5/s 1h", 3_600, 1_800)]
    public void Operations_of_a_rate_are_the_area_below_it(string text, double length, double all)
    {
        var plan = Read(text);

        Assert.Equal(LoadUnit.Rate, plan.Unit);
        Assert.Equal(length, plan.Length.TotalSeconds, 6);
        Assert.Equal(all, plan.StartsBy(length), 6);
        Assert.Equal(all, plan.StartsBy(length + 5), 6);
    }

    /// <summary>Moments and counts are each other's inverse, whatever the shape.</summary>
    [Theory]
    [InlineData("ramp 0..500/s 3s, hold 500/s 2s, ramp 500..10/s 3s, pause 1s, hold 3/s 4s")]
    [InlineData("pause 2s, ramp 1..2/s 60s")]
    [InlineData("hold 1000/s 1s, pause 1s, hold 1000/s 1s")]
    public void Each_operation_has_its_moment(string text)
    {
        var plan = Read(text);
        var all = (long)plan.StartsBy(plan.Length.TotalSeconds);
        var before = 0.0;
        for (var start = 0L; start < all; start++)
        {
            var moment = plan.MomentOf(start);
            Assert.InRange(moment, before, plan.Length.TotalSeconds);
            Assert.Equal(start, plan.StartsBy(moment), 6);
            before = moment;
        }

        Assert.Equal(double.PositiveInfinity, plan.MomentOf(all + 1));
    }

    [Fact]
    public void Users_come_and_go_one_by_one()
    {
        var plan = Read("users 0..10 10s, users 10..2 8s, pause 1s, users 5 2s");

        Assert.Equal((LoadUnit.Users, 10), (plan.Unit, plan.UsersMax));
        Assert.Equal(0, plan.NextOf(user: 0, from: 0), 3);
        Assert.Equal(4, plan.NextOf(user: 4, from: 0), 6);
        Assert.Equal(4.5, plan.NextOf(user: 4, from: 4.5));
        // The fifth is one of the last two who leave before the end of the second phase.
        Assert.Equal(19, plan.NextOf(user: 4, from: 16.5), 6);
        Assert.Equal(double.PositiveInfinity, plan.NextOf(user: 9, from: 12));
    }

    [Fact]
    public void The_last_phase_may_last_until_all_is_sold()
    {
        var plan = Read("users 4 1s, users 64 until-sold-out");

        Assert.True(plan.UntilSoldOut);
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1), plan.Length);
    }

    [Theory]
    [InlineData("", "'' is no phase of a load: ramp A..B/s TIME")]
    [InlineData("hold 500 1m", "'hold 500 1m' is no phase")]
    [InlineData("hold 0/s 1m", "'hold 0/s 1m' must be above 0, to 1000000")]
    [InlineData("hold 1e9/s 1m", "is no phase")]
    [InlineData("hold 9999999/s 1m", "must be above 0, to 1000000")]
    [InlineData("users 200000 1m", "must be above 0, to 100000")]
    [InlineData("hold 5/s 0s", "'hold 5/s 0s' must last longer")]
    [InlineData("pause 5s", "a load needs a phase that is no pause")]
    [InlineData("hold 5/s 1s, users 5 1s", "of rates or of users, not of both")]
    [InlineData("hold 5/s until-sold-out, pause 1s", "must be said of the last phase")]
    [InlineData("hold 5/s 25h", "must take at most 24 hours")]
    [InlineData("step 1..2000/s by 1 1s", "must have from 1 to 1000 steps")]
    [InlineData("step 1..2/s by 0 1s", "must have from 1 to 1000 steps")]
    public void What_is_no_load_is_told(string text, string problem)
    {
        Assert.Null(PlanText.Read(text, out var told));

        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold 500/s 1s", 3)]
    [InlineData("users 1..10 3s, users 7 1s", 3)]
    public void Shares_add_up_to_the_whole(string text, int parts)
    {
        var plan = Read(text);
        var shares = Enumerable.Range(0, parts).Select(part => plan.Share(part, parts)).ToList();

        if (plan.Unit is LoadUnit.Rate)
        {
            var moments = Enumerable.Range(0, 500).Select(start => plan.MomentOf(start));
            var shared = shares.SelectMany(share =>
                Enumerable.Range(0, 500).Select(start => share.MomentOf(start))
            );
            var pairs = moments.Zip(shared.Order().Where(double.IsFinite).ToList());
            Assert.Equal(500, pairs.Count());
            Assert.All(pairs, pair => Assert.Equal(pair.First, pair.Second, 6));
        }

        for (var i = 0; i < plan.Phases.Length; i++)
        {
            Assert.Equal(plan.Phases[i].From, shares.Sum(share => share.Phases[i].From), 6);
            Assert.Equal(plan.Phases[i].To, shares.Sum(share => share.Phases[i].To), 6);
        }
    }

    private static LoadPlan Read(string text)
    {
        var plan = PlanText.Read(text, out var problem);
        Assert.True(plan is not null, problem);
        return plan;
    }
}
