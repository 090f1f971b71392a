namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// Which of many things people want: the n-th in rank 1/n as often as the first, as is seen of
/// pages of the web (Breslau et al., Web Caching and Zipf-like Distributions, 1999).
/// </summary>
/// <remarks>
/// Sampled by inversion: a binary search in the table of cumulative weights (Devroye, Non-Uniform
/// Random Variate Generation, 1986, III.2).
/// </remarks>
internal sealed class Popularity
{
    private readonly double[] _upTo;

    /// <param name="count">How many things there are, at least one.</param>
    public Popularity(int count)
    {
        _upTo = new double[count];
        var sum = 0.0;
        for (var rank = 1; rank <= count; rank++)
            _upTo[rank - 1] = sum += 1.0 / rank;
    }

    /// <summary>One of them, from 0, the one that most want.</summary>
    public int Pick(Random random)
    {
        var found = Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]);
        // What lies between two of them is the later one's.
        return found >= 0 ? found + 1 : ~found;
    }
}
