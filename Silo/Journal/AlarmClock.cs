using System.Globalization;

namespace Commerce.Journal;

/// <summary>
/// Wakes the grains whose alarm is due in the partitions that this process looks after, and waits
/// for none of them. What a grain does then is its own; an alarm that stays as it is, because its
/// grain failed or could do nothing yet, rings again after a growing pause, which stays short where
/// the journal was away: what had to happen meanwhile happens as soon as it is back. One that was
/// set anew does not wait. An alarm that is late is rung by a neighbour too: who looks after it may
/// have died, or be a member whose own clock does not go yet.
/// </summary>
internal sealed partial class AlarmClock(
    IAlarms alarms,
    IPlace place,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<AlarmClock> log
) : BackgroundService
{
    /// <summary>
    /// How often the clock looks, and the first pause of an alarm that stays due.
    /// </summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How late an alarm is that the next silo rings, whoever looks after it: longer than one look.
    /// </summary>
    public static readonly TimeSpan Late = 1.5 * Period;

    private const int AtOnce = 1_000;
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AwayPauseMax = 2 * Period;

    private readonly Dictionary<string, Rung> _rung = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Look(time.GetUtcNow());
            }
            catch (JournalUnavailableException e)
            {
                LookingFailed(log, e);
            }
        }
    }

    private void Look(DateTimeOffset now)
    {
        var here = place.Now;
        if (here.Index < 0)
            return;

        // Those that stay due must not keep out those that are behind them.
        var room = AtOnce - _rung.Values.Count(rung => !rung.Waking.IsCompleted);
        // Other silos ring theirs; should they be late, ours are among as many of all.
        var due = alarms
            .Due(now, (AtOnce + _rung.Count) * here.Count)
            .Where(alarm => IsFor(here, alarm, now) && MayRing(alarm, now));
        foreach (var alarm in due.OrderBy(Stays).Take(room).ToList())
        {
            Ring(alarm, now);
        }

        Forget(now);
    }

    private static bool IsFor((int Index, int Count) here, DueAlarm alarm, DateTimeOffset now) =>
        here.Has(alarm.Stream) || (now - alarm.Due >= Late && here.StandsInFor(alarm.Stream));

    private bool MayRing(DueAlarm alarm, DateTimeOffset now) =>
        !_rung.TryGetValue(alarm.Stream, out var before)
        || before.Due != alarm.Due
        || (before.Waking.IsCompleted && before.Until <= now);

    private bool Stays(DueAlarm alarm) =>
        _rung.TryGetValue(alarm.Stream, out var before) && before.Due == alarm.Due;

    private void Ring(DueAlarm alarm, DateTimeOffset now)
    {
        var pause = Stays(alarm) ? _rung[alarm.Stream].NextPause : Period;
        _rung[alarm.Stream] = new(alarm.Due, now + pause, pause, Wake(alarm.Stream));
    }

    /// <returns>Whether the journal was away.</returns>
    private async Task<bool> Wake(string stream)
    {
        try
        {
            var grain = grains
                .GetGrain(GrainId.Parse(stream, CultureInfo.InvariantCulture))
                .AsReference<IAlarmed>();
            await grain.Wake();
            return false;
        }
#pragma warning disable CA1031 // The clock goes on, whatever one grain does; it rings again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            WakingFailed(log, stream, e);
            return e is JournalUnavailableException;
        }
    }

    /// <summary>A stream that has been quiet for a while starts over with short pauses.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (stream, rung) in _rung)
        {
            if (rung.Waking.IsCompleted && rung.Until + rung.Pause < now)
            {
                _rung.Remove(stream);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The alarms cannot be read; the next look finds them.")]
    private static partial void LookingFailed(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Warning, "Waking {Stream} failed; its alarm rings again.")]
    private static partial void WakingFailed(ILogger log, string stream, Exception e);

    private sealed record Rung(
        DateTimeOffset Due,
        DateTimeOffset Until,
        TimeSpan Pause,
        Task<bool> Waking
    )
    {
        /// <summary>For one whose waking is over.</summary>
        public TimeSpan NextPause =>
            TimeSpan.FromTicks(
                long.Min((Pause * 2).Ticks, (Waking.Result ? AwayPauseMax : PauseMax).Ticks)
            );
    }
}
