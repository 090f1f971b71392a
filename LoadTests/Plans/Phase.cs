namespace Commerce.LoadTests.Plans;

/// <summary>A stretch of a plan, in which the load goes evenly from one level to another.</summary>
/// <param name="From">Operations a second, or users, at its beginning.</param>
/// <param name="To">The same, at its end.</param>
public sealed record Phase(double From, double To, TimeSpan Length)
{
    /// <summary>The level so many seconds after its beginning.</summary>
    public double LevelAt(double seconds) => From + ((To - From) * seconds / Length.TotalSeconds);

    /// <summary>Operations meant to start in its first seconds, of a rate.</summary>
    public double StartsBy(double seconds) => (From + LevelAt(seconds)) / 2 * seconds;

    /// <summary>When that operation of it is meant to start: the inverse, in seconds.</summary>
    public double MomentOf(double start)
    {
        var slope = (To - From) / Length.TotalSeconds;
        // start = From·t + slope·t²/2, solved so that it holds without a slope, too.
        var root = Math.Sqrt(Math.Max(0, (From * From) + (2 * slope * start)));
        return From + root == 0 ? 0 : 2 * start / (From + root);
    }

    /// <summary>When it first has a level above that one, from a moment on; null: never.</summary>
    public double? FirstAbove(double level, double from)
    {
        if (LevelAt(from) > level)
            return from;
        if (To <= level || To <= From)
            return null;

        return double.Max(from, (level - From) / (To - From) * Length.TotalSeconds);
    }
}
