using System.Collections.Concurrent;
using System.Diagnostics;

namespace Commerce.LoadTests;

/// <summary>
/// Open loop: operations are meant to start at fixed moments, whether or not a connection is free
/// to start them. One that starts late because the server keeps the connections waiting has been
/// late from its moment on, so a stall shows in every operation that it delayed: nothing is
/// omitted in step with the server.
/// </summary>
public sealed class OpenPace : IPace, IDisposable
{
    private readonly Lock _gate = new();
    private readonly double _interval;
    private readonly long _start;
    private readonly long _end;
    private readonly BlockingCollection<Arrival> _ahead = [];
    private readonly Thread _releasing;
    private long _taken;

    /// <param name="rate">Operations a second, above 0.</param>
    /// <param name="start">The first moment, as a timestamp of the stopwatch.</param>
    /// <param name="end">No operation is meant to start from here on.</param>
    public OpenPace(double rate, long start, long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        (_interval, _start, _end) = (Stopwatch.Frequency / rate, start, end);
        _releasing = new(Release) { IsBackground = true, Name = "pace" };
        _releasing.Start();
    }

    public ValueTask<long> NextStart()
    {
        lock (_gate)
        {
            var at = _start + (long)(_taken++ * _interval);
            if (at >= _end || at <= Stopwatch.GetTimestamp())
            {
                return new(at);
            }

            // Added under the lock, so arrivals lie in the order of their moments.
            var arrival = new Arrival(at, new());
            _ahead.Add(arrival);
            return new(arrival.Released.Task);
        }
    }

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
            // The connection sends its request here and now, before this returns.
            arrival.Released.SetResult(arrival.At);
        }
    }

    private readonly record struct Arrival(long At, TaskCompletionSource<long> Released);
}
