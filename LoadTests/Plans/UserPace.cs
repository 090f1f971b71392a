using System.Diagnostics;

namespace Commerce.LoadTests.Plans;

/// <summary>Closed loop: as many users as the plan has at a moment, and each begins again as soon
/// as its operation has ended.</summary>
/// <param name="start">When the plan begins, as a timestamp of the stopwatch.</param>
public sealed class UserPace(LoadPlan plan, long start) : IPace
{
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public long Backlog => 0;

    public TimeSpan LateP99 => TimeSpan.Zero;

    public async ValueTask<long> NextStart(int user)
    {
        while (!_ended.Task.IsCompleted)
        {
            var now = Stopwatch.GetTimestamp();
            var since = (now - start) / (double)Stopwatch.Frequency;
            var wait = plan.NextOf(user, since) - since;
            if (wait <= 0)
                return now;
            if (double.IsInfinity(wait))
                break;

            await Task.WhenAny(
                _ended.Task,
                Task.Delay(TimeSpan.FromSeconds(wait), TimeProvider.System)
            );
        }

        return long.MaxValue;
    }

    public void End() => _ended.TrySetResult();

    public void Dispose() => End();
}
