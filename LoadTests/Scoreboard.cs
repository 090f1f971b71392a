using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests;

/// <summary>Keeps the seconds of several tracks, and shows them together.</summary>
/// <param name="watch">Told once a second, with the last of each.</param>
internal sealed class Scoreboard(string[] names, Action<IReadOnlyList<TrackSecond>> watch)
{
    private readonly Lock _gate = new();

    public IReadOnlyList<List<Second>> Seconds { get; } =
    [.. names.Select(_ => new List<Second>())];

    public void Passed(int track, Second second)
    {
        lock (_gate)
        {
            Seconds[track].Add(second);
            var last = Seconds.Min(each => each.Count);
            if (Seconds[track].Count == last)
            {
                watch([.. names.Select((name, i) => new TrackSecond(name, Seconds[i][last - 1]))]);
            }
        }
    }
}

/// <summary>A second of one of several tracks.</summary>
public sealed record TrackSecond(string Scenario, Second Second);
