using System.Diagnostics;
using HdrHistogram;

namespace Commerce.LoadTests.Measuring;

/// <summary>
/// Counts what the clients of one trial see, many at once. Latencies are of operations that
/// succeeded: a refusal is quick and would flatter them.
/// </summary>
/// <param name="from">Operations meant to start before it are warm-up.</param>
/// <param name="to">No operation is meant to start from here on, unless it ends before.</param>
public sealed class Tally(long from, long to)
{
    private readonly Lock _gate = new();
    private LongHistogram _latest = Latencies.New();
    private LongHistogram _before = Latencies.New();
    private long _latestFailed;
    private long _to = to;

    /// <summary>Of the measured span; to be read once nobody counts any more.</summary>
    public Counts Counts { get; } = new();

    /// <summary>How long the measured span was.</summary>
    public TimeSpan Length =>
        Stopwatch.GetElapsedTime(from, long.Max(from + 1, Volatile.Read(ref _to)));

    /// <summary>How late the generator itself was, at the 99th percentile.</summary>
    public TimeSpan LateP99 { get; set; }

    /// <summary>The measured span ends now, if not before.</summary>
    public void End() =>
        Volatile.Write(ref _to, long.Min(Volatile.Read(ref _to), Stopwatch.GetTimestamp()));

    public void Answered(string kind)
    {
        lock (_gate)
        {
            Counts.Answered(kind);
        }
    }

    /// <summary>A step of an operation took from then until now.</summary>
    public void Finished(string step, long since)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            Counts.Step(step).Record(since, now);
        }
    }

    /// <param name="meant">When the operation was meant to start.</param>
    /// <param name="paused">Of its time, what its user thought, in ticks of the stopwatch.</param>
    public void Succeeded(long meant, long paused)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _latest.Record(meant, now, paused);
            Counts.Completed += now >= from && now < _to ? 1 : 0;
            if (meant >= from)
            {
                Counts.Latency.Record(meant, now, paused);
            }
        }
    }

    /// <param name="meant">When the operation was meant to start.</param>
    public void Fell(long meant, string step, string kind)
    {
        lock (_gate)
        {
            _latestFailed++;
            if (meant >= from)
            {
                Counts.Failed++;
                Counts.Erred(step, kind);
            }
        }
    }

    /// <summary>What has happened since this was last asked; one thread asks, and has done with
    /// the answer when it asks again.</summary>
    public (LongHistogram Latency, long Failed) Latest()
    {
        // Swapped, so that the clients do not wait while percentiles are worked out.
        _before.Reset();
        lock (_gate)
        {
            (_latest, _before) = (_before, _latest);
            (var failed, _latestFailed) = (_latestFailed, 0);
            return (_before, failed);
        }
    }
}
