using System.Collections.Concurrent;
using System.Diagnostics;
using Commerce.LoadTests.Measuring;
using HdrHistogram;

namespace Commerce.LoadTests.Plans;

/// <summary>
/// Open loop: operations are meant to start at the moments of a plan, whether or not a connection
/// is free to start them. One that starts late because the server keeps the connections waiting
/// has been late from its moment on, so a stall shows in every operation that it delayed: nothing
/// is omitted in step with the server.
/// </summary>
public sealed class OpenPace : IPace
{
    private readonly Lock _gate = new();
    private readonly LoadPlan _plan;
    private readonly long _start;
    private readonly BlockingCollection<Arrival> _ahead = [];
    private readonly Thread _releasing;
    private readonly LongHistogram _late = Latencies.New();
    private long _end;
    private long _taken;

    /// <param name="plan">Of rates.</param>
    /// <param name="start">When it begins, as a timestamp of the stopwatch.</param>
    public OpenPace(LoadPlan plan, long start)
    {
        (_plan, _start) = (plan, start);
        _end = start + Timestamps(plan.Length.TotalSeconds);
        _releasing = new(Release) { IsBackground = true, Name = "pace" };
        _releasing.Start();
    }

    public long Backlog
    {
        get
        {
            var now = long.Min(Stopwatch.GetTimestamp(), Volatile.Read(ref _end));
            var seconds = (now - _start) / (double)Stopwatch.Frequency;
            return long.Max(0, (long)_plan.StartsBy(seconds) - Volatile.Read(ref _taken));
        }
    }

    public TimeSpan LateP99 =>
        TimeSpan.FromMicroseconds(_late.TotalCount == 0 ? 0 : _late.GetValueAtPercentile(99));

    public ValueTask<long> NextStart(int user)
    {
        lock (_gate)
        {
            var moment = _plan.MomentOf(_taken);
            var at = double.IsInfinity(moment) ? long.MaxValue : _start + Timestamps(moment);
            if (at >= Volatile.Read(ref _end))
            {
                return new(long.MaxValue);
            }

            _taken++;
            if (at <= Stopwatch.GetTimestamp())
            {
                return new(at);
            }

            // Added under the lock, so arrivals lie in the order of their moments.
            var arrival = new Arrival(at, new());
            _ahead.Add(arrival);
            return new(arrival.Released.Task);
        }
    }

    public void End() => Volatile.Write(ref _end, Stopwatch.GetTimestamp());

    public void Dispose()
    {
        _ahead.CompleteAdding();
        _releasing.Join();
        _ahead.Dispose();
    }

    private void Release()
    {
        foreach (var arrival in _ahead.GetConsumingEnumerable())
        {
            Nap.Until(arrival.At);
            _late.Record(arrival.At, Stopwatch.GetTimestamp());
            // The connection sends its request here and now, before this returns.
            arrival.Released.SetResult(arrival.At);
        }
    }

    private static long Timestamps(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private readonly record struct Arrival(long At, TaskCompletionSource<long> Released);
}
