using System.Diagnostics;
using System.Runtime.InteropServices;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.FlashSales;

/// <summary>
/// Processes of the shop that die or stand still during a sale, on purpose, and what shoppers may
/// see of that: for so long as the shop may take to go on without them, a 503 that says when to try
/// again.
/// </summary>
/// <param name="start">Of the sale, as a timestamp of the stopwatch.</param>
internal sealed partial class SaleFaults(FlashSaleSettings settings, long start)
{
    private const int Nothing = 0;
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    private static readonly TimeSpan KillAt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CrashMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PauseAt = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PauseFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(8);

    private readonly List<(TimeSpan From, TimeSpan To)> _outages = [];

    /// <exception cref="SetUpException">One of the processes is not there.</exception>
    public static void Require(FlashSaleSettings settings)
    {
        foreach (var process in new[] { settings.Kill, settings.Pause }.OfType<int>())
            Signal(process, Nothing);
    }

    /// <summary>Does what is to be done.</summary>
    public Task Play(TextWriter output) =>
        Task.WhenAll(
            settings.Kill is { } killed ? Crash(killed, output) : Task.CompletedTask,
            settings.Pause is { } paused ? StandStill(paused, output) : Task.CompletedTask
        );

    /// <summary>Whether a shopper may have been answered so.</summary>
    /// <param name="asked">A timestamp of the stopwatch.</param>
    public bool Excuse(Response response, long asked)
    {
        if (!response.Is(503) || response.Header("Retry-After"u8) is null)
            return false;

        var at = Stopwatch.GetElapsedTime(start, asked);
        lock (_outages)
        {
            return _outages.Exists(outage => outage.From <= at && at <= outage.To);
        }
    }

    private async Task Crash(int process, TextWriter output)
    {
        await Until(KillAt);
        Away(CrashMax);
        Signal(process, Kill);
        await output.WriteLineAsync($"  process {process} was killed");
    }

    private async Task StandStill(int process, TextWriter output)
    {
        await Until(PauseAt);
        Away(PauseMax);
        Signal(process, Stop);
        await output.WriteLineAsync($"  process {process} stands still");
        await Until(PauseAt + PauseFor);
        // By now the others go on without it: it finds that out, and ends.
        Away(CrashMax);
        Signal(process, Continue);
        await output.WriteLineAsync($"  process {process} goes on");
    }

    /// <summary>From now on; what was asked just before is hit, too.</summary>
    private void Away(TimeSpan most)
    {
        var now = Stopwatch.GetElapsedTime(start);
        lock (_outages)
        {
            _outages.Add((now - most, now + most));
        }
    }

    private Task Until(TimeSpan moment)
    {
        var left = moment - Stopwatch.GetElapsedTime(start, Stopwatch.GetTimestamp());
        return left > TimeSpan.Zero ? Task.Delay(left, TimeProvider.System) : Task.CompletedTask;
    }

    private static void Signal(int process, int signal)
    {
        if (Send(process, signal) != 0)
            throw new SetUpException($"no process has the id {process}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
