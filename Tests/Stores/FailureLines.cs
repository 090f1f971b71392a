namespace Commerce.Stores;

/// <summary>What a process says that it failed in, or warns of.</summary>
internal static class FailureLines
{
    private const int Max = 100;

    /// <summary>Tells them to whoever reads of a test that failed.</summary>
    public static void Tell(string process, IEnumerable<string> output)
    {
        var isTold = false;
        var left = Max;
        foreach (var line in output)
        {
            // What is said of one matter follows it, and is indented.
            if (!line.StartsWith(' '))
                isTold = IsTold(line);
            if (!isTold)
                continue;

            TestContext.Current.TestOutputHelper?.WriteLine($"{process}: {line}");
            if (--left == 0)
                return;
        }
    }

    private static bool IsTold(string line) =>
        line.StartsWith("fail:", StringComparison.Ordinal)
        || line.StartsWith("crit:", StringComparison.Ordinal)
        || line.StartsWith("warn: Commerce.", StringComparison.Ordinal);
}
