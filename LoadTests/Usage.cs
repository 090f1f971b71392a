using System.Diagnostics;

namespace Commerce.LoadTests;

/// <summary>What a process used while a trial was measured.</summary>
/// <param name="Cpu">Processor time, of all threads together.</param>
/// <param name="ResidentBytes">Its resident memory when the trial ended.</param>
public sealed record Usage(TimeSpan Cpu, long ResidentBytes)
{
    /// <summary>Of the span that begins after <paramref name="warmup"/>; null when the process
    /// did not live to its end.</summary>
    public static async Task<Usage?> Of(Process process, TimeSpan warmup, TimeSpan duration)
    {
        try
        {
            await Task.Delay(warmup, TimeProvider.System);
            process.Refresh();
            var before = process.TotalProcessorTime;
            await Task.Delay(duration, TimeProvider.System);
            process.Refresh();
            return new(process.TotalProcessorTime - before, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
