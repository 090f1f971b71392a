using System.Globalization;

namespace Commerce.Journal;

/// <summary>
/// Wakes the grains whose alarm is due. What a grain does then is its own; an alarm that stays due,
/// because its grain failed or could do nothing yet, rings again after a growing pause.
/// </summary>
internal sealed partial class AlarmClock(
    IAlarms alarms,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<AlarmClock> log
) : BackgroundService
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (DateTimeOffset Until, TimeSpan Pause)> _pauses = new(
        StringComparer.Ordinal
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = time.GetUtcNow();
            var due = alarms.Due(now, AtOnce).Where(stream => !IsPaused(stream, now)).ToList();
            await Task.WhenAll(due.Select(Ring));
            Forget(now);
        }
    }

    private bool IsPaused(string stream, DateTimeOffset now) =>
        _pauses.TryGetValue(stream, out var pause) && now < pause.Until;

    private async Task Ring(string stream)
    {
        Pause(stream);
        try
        {
            var grain = grains
                .GetGrain(GrainId.Parse(stream, CultureInfo.InvariantCulture))
                .AsReference<IAlarmed>();
            await grain.Wake();
        }
#pragma warning disable CA1031 // The clock goes on, whatever one grain does; it rings again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            WakingFailed(log, stream, e);
        }
    }

    private void Pause(string stream)
    {
        lock (_pauses)
        {
            var longer = _pauses.TryGetValue(stream, out var pause) ? pause.Pause * 2 : Period;
            longer = longer > PauseMax ? PauseMax : longer;
            _pauses[stream] = (time.GetUtcNow() + longer, longer);
        }
    }

    /// <summary>A stream that has been quiet for a while starts over with short pauses.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (stream, (until, pause)) in _pauses)
        {
            if (until + pause < now)
            {
                _pauses.Remove(stream);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Waking {Stream} failed; its alarm rings again.")]
    private static partial void WakingFailed(ILogger log, string stream, Exception e);
}
