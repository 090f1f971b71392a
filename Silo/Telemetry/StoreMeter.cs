using System.Diagnostics.Metrics;
using Commerce.EventSourcing;
using Commerce.Platform;
using Polly.CircuitBreaker;

namespace Commerce.Telemetry;

/// <summary>
/// How the store stands, as its lists tell. It looks by itself, so that who asks for measures need
/// not wait. What is read from lists is the same on every silo: the greatest counts, never the sum.
/// </summary>
internal sealed partial class StoreMeter : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Beyond it there is no use in counting what is stuck or parked.</summary>
    private const int Max = 1_000;

    private readonly IViewBuilds _builds;
    private readonly IViewReader _lists;
    private readonly ProcessesView _processes;
    private readonly string[] _views;
    private readonly IDeadLettersPort _letters;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private Standing _last = new([], [], [], 0);

    public StoreMeter(
        IMeterFactory meters,
        IViewBuilds builds,
        IViewReader lists,
        IEnumerable<IView> views,
        IDeadLettersPort letters,
        ISiloStatusOracle silos,
        CircuitBreakerStateProvider breaker,
        TimeProvider time,
        ILogger<StoreMeter> log
    )
    {
        (_builds, _lists, _letters, _time, _log) = (builds, lists, letters, time, log);
        _processes = views.OfType<ProcessesView>().Single();
        _views = [.. views.Select(view => view.Name)];
        var meter = meters.Create(JournalMeter.Name);
        meter.CreateObservableGauge(
            "commerce.tail.lag",
            () => _last.Lags,
            "s",
            "How long ago the first event happened that a consumer may not know."
        );
        meter.CreateObservableGauge(
            "commerce.tail.dead_letters",
            () => _last.DeadLetters,
            "{event}",
            "Events that a view could not take."
        );
        meter.CreateObservableGauge(
            "commerce.processes",
            () => _last.Processes,
            "{process}",
            "Orders and payments that are not at rest."
        );
        meter.CreateObservableGauge(
            "commerce.processes.oldest",
            () => _last.Oldest,
            "s",
            "How long the oldest of them has been at its step."
        );
        meter.CreateObservableGauge(
            "commerce.cluster.silos",
            () => silos.GetApproximateSiloStatuses(onlyActive: true).Count,
            "{silo}",
            "Silos that this one takes for active, itself included."
        );
        meter.CreateObservableGauge(
            "commerce.provider.breaker.open",
            () => breaker.CircuitState is CircuitState.Closed ? 0 : 1,
            unit: null,
            "Whether the payment provider is not called for a while."
        );
    }

    /// <summary>Looks once.</summary>
    internal async Task Look()
    {
        var lags = await _builds.All();
        var letters = (await _letters.Page(Max, after: null))
            .Letters.CountBy(letter => letter.View, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        var states = await _lists.Lists(_processes.Name, "state/", Max, after: null);
        var all = await Open("all");
        var running = await Open($"state/{ProcessRow.Running}");
        _last = new(
            [.. lags.Select(view => Of(view.Lag.TotalSeconds, "consumer", view.Name))],
            [.. _views.Select(view => Of(letters.GetValueOrDefault(view), "view", view))],
            [
                .. from state in (string[])[ProcessRow.Running, ProcessRow.Waiting]
                where states.IsAccepted
                let list = states.Value!.Lists.FirstOrDefault(each => each.Name == state)
                select Of(list.Rows, "state", state),
                Of(running.LongCount(process => process.Due <= now), "state", "stuck"),
            ],
            all.Select(process => (now - process.Since).TotalSeconds).Append(0).Max()
        );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        do
        {
            try
            {
                await Look();
            }
            catch (JournalUnavailableException e)
            {
                LookingFailed(_log, e);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The first due.</summary>
    private async Task<List<ProcessRow>> Open(string list)
    {
        var page = await _lists.Page(_processes.Name, list, Max, after: null);
        return page.IsAccepted
            ? [.. page.Value.Rows.Select(row => (ProcessRow)_processes.Read(row.Span))]
            : [];
    }

    private static Measurement<T> Of<T>(T value, string tag, string name)
        where T : struct => new(value, KeyValuePair.Create(tag, (object?)name));

    [LoggerMessage(LogLevel.Debug, "How the lists stand cannot be read now.")]
    private static partial void LookingFailed(ILogger log, Exception e);

    private sealed record Standing(
        Measurement<double>[] Lags,
        Measurement<int>[] DeadLetters,
        Measurement<long>[] Processes,
        double Oldest
    );
}
