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

    private readonly IServiceProvider _services;

    public StoreMeter(IServiceProvider services)
    {
        _services = services;
        var meter = services.GetRequiredService<IMeterFactory>().Create(JournalMeter.Name);
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
            () =>
                services
                    .GetRequiredService<ISiloStatusOracle>()
                    .GetApproximateSiloStatuses(onlyActive: true)
                    .Count,
            "{silo}",
            "Silos that this one takes for active, itself included."
        );
        var breaker = services.GetRequiredService<CircuitBreakerStateProvider>();
        meter.CreateObservableGauge(
            "commerce.provider.breaker.open",
            () => breaker.CircuitState is CircuitState.Closed ? 0 : 1,
            unit: null,
            "Whether the payment provider is not called for a while."
        );
    }

    private IEnumerable<Measurement<double>> Lags() =>
        _services
            .GetRequiredService<IViewBuilds>()
            .All()
            .Select(view => new Measurement<double>(
                view.Lag.TotalSeconds,
                KeyValuePair.Create("consumer", (object?)view.Name)
            ));

    private IEnumerable<Measurement<int>> DeadLetters()
    {
        var letters = _services
            .GetRequiredService<IDeadLettersPort>()
            .Page(Max, after: null)
            .Letters.CountBy(letter => letter.View, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return _services
            .GetServices<IView>()
            .Select(view => new Measurement<int>(
                letters.GetValueOrDefault(view.Name),
                KeyValuePair.Create("view", (object?)view.Name)
            ));
    }

    private IEnumerable<Measurement<long>> Processes()
    {
        var read = Views.Lists("processes", "state/", Max, after: null);
        if (!read.IsAccepted)
        {
            yield break;
        }

        foreach (var state in (string[])[ProcessRow.Running, ProcessRow.Waiting])
        {
            var rows = read.Value.Lists.FirstOrDefault(list => list.Name == state).Rows;
            yield return new(rows, KeyValuePair.Create("state", (object?)state));
        }

        var now = Now;
        var stuck = Open($"state/{ProcessRow.Running}").Count(process => process.Due <= now);
        yield return new(stuck, KeyValuePair.Create("state", (object?)"stuck"));
    }

    private double OldestProcess() =>
        Open("all").Select(process => (Now - process.Since).TotalSeconds).Append(0).Max();

    private DateTimeOffset Now => _services.GetRequiredService<TimeProvider>().GetUtcNow();

    private IViewReader Views => _services.GetRequiredService<IViewReader>();

    /// <summary>The first due.</summary>
    private List<ProcessRow> Open(string list)
    {
        var page = Views.Page("processes", list, Max, after: null);
        var view = _services.GetServices<IView>().OfType<ProcessesView>().Single();
        return page.IsAccepted
            ? [.. page.Value.Rows.Select(row => (ProcessRow)view.Read(row.Span))]
            : [];
    }
}
