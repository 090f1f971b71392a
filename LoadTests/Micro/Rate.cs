using System.Diagnostics;

namespace Commerce.LoadTests.Micro;

/// <summary>How often callers that each wait for their answer get one.</summary>
internal static class Rate
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    /// <returns>Answers a second, of the second half: the first is to warm up.</returns>
    public static async Task<double> Measure(string name, int callers, Func<int, long, Task> act)
    {
        var clock = Stopwatch.StartNew();
        var counted = new long[callers];
        await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => Call(caller)))
        );
        var rate = counted.Sum() / Length.TotalSeconds;
        Console.WriteLine($"{name}: {rate:n0}/s");
        return rate;

        async Task Call(int caller)
        {
            for (var i = 0L; clock.Elapsed < Length * 2; i++)
            {
                await act(caller, i);
                counted[caller] += clock.Elapsed > Length ? 1 : 0;
            }
        }
    }
}
