namespace Commerce.LoadTests.Plans;

/// <summary>When operations are meant to start; their latency counts from that moment.</summary>
public interface IPace : IDisposable
{
    /// <summary>Waits for the start of the next operation of a user who is free.</summary>
    /// <returns>The moment it was meant to start, as a timestamp of the stopwatch;
    /// <see cref="long.MaxValue"/> when there is none.</returns>
    ValueTask<long> NextStart(int user);

    /// <summary>Operations meant to have started by now that nobody was free to start.</summary>
    long Backlog { get; }

    /// <summary>How late, at the 99th percentile, it let those start who were free.</summary>
    TimeSpan LateP99 { get; }

    /// <summary>No operation is meant to start from now on.</summary>
    void End();
}
