using System.Diagnostics;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>Plays one scenario by one plan, first to warm up, then measured.</summary>
/// <param name="fleet">Its own: one client for each user that there may be at once.</param>
/// <param name="start">When the warm-up begins, as a timestamp of the stopwatch.</param>
public sealed class Trial(
    Fleet fleet,
    Scenario scenario,
    LoadPlan plan,
    TimeSpan warmup,
    long start
)
{
    /// <summary>After its end, what was meant to have started and nobody was free to start is
    /// given up, and whoever still thinks leaves: neither is waited for for ever.</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    private readonly long _from = start + Timestamps(warmup);
    private readonly long _to = start + Timestamps(warmup + plan.Length);

    /// <summary>Plays a scenario that has been prepared.</summary>
    /// <param name="watch">Told once a second what happened in it.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<Tally> Play(Action<Moment> watch, CancellationToken stop)
    {
        var whole = plan.After(warmup);
        using var pace =
            plan.Unit is LoadUnit.Rate
                ? new OpenPace(whole, start)
                : (IPace)new UserPace(whole, start);
        var tally = new Tally(_from, _to);
        using var leaves = new CancellationTokenSource(
            Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _to) + DrainMax,
            TimeProvider.System
        );
        await using var stopping = stop.Register(End);
        var working = Task.WhenAll(fleet.Clients.Select((client, i) => Work(client, i)));
        await Watch(working, whole, pace, tally, watch);
        await working;
        // The last may have ended on the thread that lets them start, which is to end now.
        await Task.Yield();
        tally.LateP99 = pace.LateP99;
        return tally;

        async Task Work(Client client, int user)
        {
            while (await pace.NextStart(user) is var meant && meant != long.MaxValue)
            {
                if (Stopwatch.GetTimestamp() - _to > Timestamps(DrainMax))
                {
                    tally.Fell(meant, "", "never started");
                    continue;
                }

                client.Begin(meant >= _from ? tally : null, leaves.Token);
                await Operate(client, tally, meant, leaves.Token);
                if (client.IsSoldOut && plan.UntilSoldOut)
                {
                    End();
                }
            }
        }

        void End()
        {
            pace.End();
            tally.End();
            leaves.Cancel();
        }
    }

    private async ValueTask Operate(
        Client client,
        Tally tally,
        long meant,
        CancellationToken leaves
    )
    {
        bool? isDone;
        try
        {
            isDone = await scenario.Operate(client);
        }
        catch (OperationCanceledException) when (leaves.IsCancellationRequested)
        {
            // Who leaves has neither got what they came for, nor been refused it.
            isDone = null;
        }

        if (isDone is true)
        {
            tally.Succeeded(meant, client.Thought);
        }
        else if (
            isDone is false
            && !client.IsSoldOut
            && !(client.IsSentAway && scenario.MayBeSentAway)
        )
        {
            tally.Fell(meant, client.Last.Step, client.Last.Kind);
        }
    }

    private async Task Watch(
        Task working,
        LoadPlan whole,
        IPace pace,
        Tally tally,
        Action<Moment> watch
    )
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await Task.WhenAny(working, ticks.WaitForNextTickAsync().AsTask()) != working)
        {
            var now = Stopwatch.GetTimestamp();
            var seconds = (now - start) / (double)Stopwatch.Frequency;
            var (latency, failed) = tally.Latest();
            watch(
                new(
                    (int)Math.Round(seconds - warmup.TotalSeconds),
                    whole.LevelAt(seconds),
                    failed,
                    pace.Backlog,
                    latency
                )
            );
        }
    }

    private static long Timestamps(TimeSpan span) =>
        (long)(span.TotalSeconds * Stopwatch.Frequency);
}
