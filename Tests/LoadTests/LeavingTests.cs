using System.Diagnostics;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Scenarios;
using Microsoft.AspNetCore.Builder;

namespace Commerce.LoadTests;

/// <summary>That a load which ends does not wait for people who think.</summary>
public sealed class LeavingTests
{
    [Fact]
    public async Task Who_thinks_when_the_load_is_stopped_leaves_and_is_not_counted()
    {
        await using var app = await LocalServer.Start(app => app.MapGet("/livez", () => "ok"));
        using var fleet = new Fleet(await app.Target(), 3, seed: 1, operatorKey: null, thinks: 1);
        var thinker = new Thinker();
        using var stop = new CancellationTokenSource();
        var plan = LoadPlan.WithUsers(3, TimeSpan.FromHours(1));

        var playing = new Trial(fleet, thinker, plan, TimeSpan.Zero, Stopwatch.GetTimestamp()).Play(
            _ => { },
            stop.Token
        );
        await thinker.AllThink;
        await stop.CancelAsync();
        var tally = await playing.WaitAsync(
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );

        Assert.Equal((0, 0), (tally.Counts.Latency.TotalCount, tally.Counts.Failed));
        Assert.Equal(3, tally.Counts.Answers["200"]);
    }

    private sealed class Thinker : Scenario
    {
        private readonly TaskCompletionSource _all = new();
        private int _thinking;

        public Task AllThink => _all.Task;

        public override string Name => "thinker";

        public override string About => "ask, and think for a day";

        public override async ValueTask<bool> Operate(Client client)
        {
            await client.Get("/livez");
            var thinks = client.Think(TimeSpan.FromDays(1));
            if (Interlocked.Increment(ref _thinking) == 3)
                _all.SetResult();

            await thinks;
            return true;
        }
    }
}
