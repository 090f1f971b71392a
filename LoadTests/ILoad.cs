using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>Whoever makes the load: this process, or its agents.</summary>
internal interface ILoad : IDisposable
{
    /// <summary>Of all tracks.</summary>
    Books Books { get; }

    /// <summary>Of each track, in the order of the settings: they judge what was played.</summary>
    IReadOnlyList<Scenario> Scenarios { get; }

    /// <exception cref="SetUpException">The server refused a part of it.</exception>
    Task Prepare();

    /// <summary>Plays what was prepared.</summary>
    /// <param name="passed">Told of each second of each track, in order.</param>
    /// <param name="stop">Ends it early.</param>
    Task<Made> Play(Action<int, Moment> passed, CancellationToken stop);
}

/// <summary>What a load came to.</summary>
/// <param name="Tracks">In the order of the settings.</param>
/// <param name="Usage">Of all processes that made it.</param>
/// <param name="LateP99">How late those themselves were, at the 99th percentile.</param>
internal sealed record Made(IReadOnlyList<TrackMade> Tracks, Usage? Usage, TimeSpan LateP99);

/// <param name="Length">Of the measured span.</param>
internal sealed record TrackMade(Counts Counts, TimeSpan Length);
