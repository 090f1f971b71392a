using System.Diagnostics;

namespace Commerce.LoadTests;

/// <summary>When operations are meant to start; their latency counts from that moment.</summary>
public interface IPace
{
    /// <summary>Waits for the start of the next operation of a free connection.</summary>
    /// <returns>The moment it was meant to start, as a timestamp of the stopwatch.</returns>
    ValueTask<long> NextStart();
}

/// <summary>Closed loop: a connection asks again as soon as it has its answer.</summary>
public sealed class ClosedPace : IPace
{
    public ValueTask<long> NextStart() => new(Stopwatch.GetTimestamp());
}
