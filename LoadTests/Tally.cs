using System.Diagnostics;
using System.Runtime.InteropServices;
using HdrHistogram;

namespace Commerce.LoadTests;

/// <summary>
/// Counts what the clients of one trial see. Latencies are in microseconds, of operations that
/// succeeded: a refusal is quick and would flatter them.
/// </summary>
/// <param name="from">Operations meant to start before it are warm-up.</param>
/// <param name="to">No operation is meant to start from here on.</param>
public sealed class Tally(long from, long to)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LongHistogram> _parts = new(StringComparer.Ordinal);
    private LongHistogram _latest = NewHistogram();
    private LongHistogram _before = NewHistogram();
    private long _latestFailed;

    /// <summary>Of the operations meant to start within the measured span.</summary>
    public LongHistogram Latency { get; } = NewHistogram();

    /// <summary>Failed ones among those meant to start within the measured span.</summary>
    public long Failed { get; private set; }

    /// <summary>Succeeded within the measured span, whenever they started.</summary>
    public long Completed { get; private set; }

    /// <summary>Answers by kind.</summary>
    public IReadOnlyDictionary<string, long> Answers => _answers;

    /// <summary>Latencies of named parts of an operation.</summary>
    public IReadOnlyDictionary<string, LongHistogram> Parts => _parts;

    public void Answered(string kind)
    {
        lock (_gate)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_answers, kind, out _)++;
        }
    }

    /// <summary>A part of an operation took from then until now.</summary>
    public void Finished(string part, long since)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            ref var latency = ref CollectionsMarshal.GetValueRefOrAddDefault(_parts, part, out _);
            Record(latency ??= NewHistogram(), since, now);
        }
    }

    /// <param name="meant">When the operation was meant to start.</param>
    public void Operated(long meant, bool succeeded)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (!succeeded)
            {
                _latestFailed++;
                Failed += meant >= from ? 1 : 0;
                return;
            }

            Record(_latest, meant, now);
            Completed += now >= from && now < to ? 1 : 0;
            if (meant >= from)
            {
                Record(Latency, meant, now);
            }
        }
    }

    /// <summary>What has happened since this was last asked; one thread asks.</summary>
    public Moment Latest()
    {
        // Swapped, so that the clients do not wait while percentiles are worked out.
        _before.Reset();
        long failed;
        lock (_gate)
        {
            (_latest, _before) = (_before, _latest);
            (failed, _latestFailed) = (_latestFailed, 0);
        }

        return new(_before.TotalCount, failed, Percentiles.Of(_before));
    }

    private static LongHistogram NewHistogram() =>
        new(1, TimeSpan.MicrosecondsPerSecond * 3600, numberOfSignificantValueDigits: 3);

    private static void Record(LongHistogram latency, long since, long now)
    {
        var elapsed = Stopwatch.GetElapsedTime(since, now);
        latency.RecordValue(elapsed.Ticks / TimeSpan.TicksPerMicrosecond);
    }
}

/// <summary>A second of a trial, for people to watch.</summary>
public sealed record Moment(long Succeeded, long Failed, Percentiles Latency);
