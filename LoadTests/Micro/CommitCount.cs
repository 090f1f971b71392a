using System.Diagnostics.Metrics;
using Commerce.Telemetry;

namespace Commerce.LoadTests.Micro;

/// <summary>Counts the commits of the process's journals, as they tell of themselves.</summary>
internal sealed class CommitCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _events;
    private long _commits;

    private CommitCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument is { Meter.Name: JournalMeter.Name, Name: "commerce.journal.batch.size" }
            )
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, size, _, _) => (_events, _commits) = (_events + size, _commits + 1)
        );
        _listener.Start();
    }

    /// <summary>On average.</summary>
    public double? EventsInCommit => _commits > 0 ? (double)_events / _commits : null;

    public static CommitCount Start() => new();

    public void Dispose() => _listener.Dispose();
}
