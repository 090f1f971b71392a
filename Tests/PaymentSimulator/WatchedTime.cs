using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.PaymentSimulatorTests;

/// <summary>
/// Time that stands still and tells which timers were set, so that none is missed.
/// </summary>
internal sealed class WatchedTime() : FakeTimeProvider(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>
    /// Moves the clock by the given time, once a timer waits for just that; a minute without one
    /// is a failure.
    /// </summary>
    public async Task Pass(TimeSpan time)
    {
        var ct = TestContext.Current.CancellationToken;
        await WasSet(time, ct).WaitAsync(TimeSpan.FromMinutes(1), ct);
        Advance(time);
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new Watched(base.CreateTimer(callback, state, dueTime, period), _set.Writer);
        _set.Writer.TryWrite(dueTime);
        return timer;
    }

    private async Task WasSet(TimeSpan time, CancellationToken ct)
    {
        while (await _set.Reader.ReadAsync(ct) != time) { }
    }

    private sealed class Watched(ITimer timer, ChannelWriter<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            set.TryWrite(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
