using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.PaymentSimulatorTests;

/// <summary>
/// Time that stands still and tells which timers were set, so that none is missed.
/// </summary>
internal sealed class WatchedTime() : FakeTimeProvider(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Moves the clock by the given time, once a timer waits for just that.</summary>
    public async Task Pass(TimeSpan time)
    {
        while (await _set.Reader.ReadAsync(TestContext.Current.CancellationToken) != time) { }

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
