using System.Diagnostics.Metrics;
using Commerce.EventSourcing;
using Commerce.Platform;
using Polly.CircuitBreaker;

namespace Commerce.Telemetry;

/// <summary>
/// How the store stands, read when somebody asks. What is read from lists is the same on every
/// silo, but for their lag: the greatest is what counts, never the sum.
/// </summary>
internal sealed class StoreMeter
{
    /// <summary>Beyond it there is no use in counting what is stuck or parked.</summary>
    private const int Max = 1_000;

    private readonly IViewBuilds _builds;
    private readonly IViewReader _lists;
    private readonly ProcessesView _processes;
    private readonly string[] _views;
    private readonly IDeadLettersPort _letters;
    private readonly TimeProvider _time;

    public StoreMeter(
        IMeterFactory meters,
        IViewBuilds builds,
        IViewReader lists,
        IEnumerable<IView> views,
        IDeadLettersPort letters,
        ISiloStatusOracle silos,
        CircuitBreakerStateProvider breaker,
        TimeProvider time
    )
    {
        (_builds, _lists, _letters, _time) = (builds, lists, letters, time);
        _processes = views.OfType<ProcessesView>().Single();
        _views = [.. views.Select(view => view.Name)];
        var meter = meters.Create(JournalMeter.Name);
        meter.CreateObservableGauge(
            "commerce.tail.lag",
            Lags,
            "s",
            "How much older a consumer's newest event is than the journal's."
        );
        meter.CreateObservableGauge(
            "commerce.tail.dead_letters",
            DeadLetters,
            "{event}",
            "Events that a view could not take."
        );
        meter.CreateObservableGauge(
            "commerce.processes",
            Processes,
            "{process}",
            "Orders and payments that are not at rest."
        );
        meter.CreateObservableGauge(
            "commerce.processes.oldest",
            OldestProcess,
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

    private IEnumerable<Measurement<double>> Lags() =>
        _builds.All().Select(view => Of(view.Lag.TotalSeconds, "consumer", view.Name));

    private IEnumerable<Measurement<int>> DeadLetters()
    {
        var letters = _letters
            .Page(Max, after: null)
            .Letters.CountBy(letter => letter.View, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return _views.Select(view => Of(letters.GetValueOrDefault(view), "view", view));
    }

    private IEnumerable<Measurement<long>> Processes()
    {
        var read = _lists.Lists(_processes.Name, "state/", Max, after: null);
        if (!read.IsAccepted)
        {
            yield break;
        }

        foreach (var state in (string[])[ProcessRow.Running, ProcessRow.Waiting])
        {
            yield return Of(
                read.Value.Lists.FirstOrDefault(list => list.Name == state).Rows,
                "state",
                state
            );
        }

        var now = _time.GetUtcNow();
        var running = Open($"state/{ProcessRow.Running}");
        yield return Of(running.LongCount(process => process.Due <= now), "state", "stuck");
    }

    private double OldestProcess()
    {
        var now = _time.GetUtcNow();
        return Open("all").Select(process => (now - process.Since).TotalSeconds).Append(0).Max();
    }

    /// <summary>The first due.</summary>
    private List<ProcessRow> Open(string list)
    {
        var page = _lists.Page(_processes.Name, list, Max, after: null);
        return page.IsAccepted
            ? [.. page.Value.Rows.Select(row => (ProcessRow)_processes.Read(row.Span))]
            : [];
    }

    private static Measurement<T> Of<T>(T value, string tag, string name)
        where T : struct => new(value, KeyValuePair.Create(tag, (object?)name));
}
