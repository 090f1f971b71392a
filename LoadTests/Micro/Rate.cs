using System.Diagnostics;

namespace Commerce.LoadTests.Micro;

/// <summary>How often callers that wait for each answer can do something.</summary>
internal static class Rate
{
    public static async Task Measure(string name, int callers, Func<int, long, Task> act)
    {
        var clock = Stopwatch.StartNew();
        var done = new long[callers];
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(w =>
                    Task.Run(async () =>
                    {
                        while (clock.Elapsed.TotalSeconds < 6)
                        {
                            await act(w, done[w]);
                            done[w]++;
                        }
                    })
                )
        );
        Console.WriteLine(
            $"{name}: {done.Sum() / clock.Elapsed.TotalSeconds:n0}/s  gc {GC.CollectionCount(2)}"
        );
    }
}
