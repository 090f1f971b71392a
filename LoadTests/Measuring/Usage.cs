using System.Diagnostics;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Measuring;

/// <summary>What a process used while a trial was measured.</summary>
/// <param name="Cpu">Processor time, of all threads together.</param>
/// <param name="Length">In which.</param>
/// <param name="ResidentBytes">Its resident memory when the trial ended.</param>
public sealed record Usage(TimeSpan Cpu, TimeSpan Length, long ResidentBytes)
{
    /// <summary>Processors that it kept busy, on average.</summary>
    public double Busy => Cpu / Length;

    /// <summary>Of the span from after <paramref name="warmup"/> to when it is told to end; null
    /// when the process did not live to that.</summary>
    public static async Task<Usage?> Of(Process? process, TimeSpan warmup, CancellationToken ended)
    {
        if (process is null)
            return null;

        try
        {
            await Delay(warmup, ended);
            process.Refresh();
            var (before, begun) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            await Delay(Timeout.InfiniteTimeSpan, ended);
            process.Refresh();
            return new(
                process.TotalProcessorTime - before,
                Stopwatch.GetElapsedTime(begun),
                process.WorkingSet64
            );
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public Cost CostOf(long operations, long requests) =>
        new(
            Cpu.TotalMicroseconds / long.Max(operations, 1),
            Cpu.TotalMicroseconds / long.Max(requests, 1),
            Busy,
            ResidentBytes
        );

    private static async Task Delay(TimeSpan time, CancellationToken ended) =>
        await Task.Delay(time, TimeProvider.System, ended)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
