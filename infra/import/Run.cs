using System.Diagnostics;
using System.Security.Cryptography;
using Spectre.Console;

namespace Commerce.Importing;

/// <summary>One import, from file to last row, whatever becomes of the store meanwhile.</summary>
internal sealed class Run(Store store, string file)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _rowsInFile = File.ReadLines(file).LongCount(row => row.Length > 0);
    private long? _rowsBefore;

    public Uri Location { get; private set; } = null!;

    public Import Import { get; private set; } = new("running", 0, null, 0, 0, 0, 0);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public long Total => Import.Total ?? _rowsInFile;

    /// <summary>Rows dealt with in this run; an earlier one may have done some or all.</summary>
    public long Rows => Import.Lines - (_rowsBefore ?? 0);

    public double Rate => Rows / Elapsed.TotalSeconds;

    public string Pace =>
        $"{Rate:N0}/s, {(Rate > 0 ? $"{(Total - Import.Lines) / Rate:N0} s" : "?")} left, "
        + $"{Import.Failed:N0} failed";

    /// <summary>
    /// Sends the file again after each loss: under its own hash as the key the store knows it.
    /// </summary>
    public async Task Follow(Action tell, CancellationToken stop)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        Stopwatch? lost = null;
        while (true)
        {
            try
            {
                (Location, var replayed) = await store.Send(key, stop);
                while (true)
                {
                    Import = await store.Import(Location, stop);
                    _rowsBefore ??= replayed ? Import.Lines : 0;
                    lost = null;
                    tell();
                    if (Import.State is "finished")
                    {
                        return;
                    }

                    await Store.Pause(stop);
                }
            }
            catch (HttpRequestException)
            {
                if (lost is null)
                {
                    AnsiConsole.WriteLine("The store is gone; waiting up to 60 s for its return");
                    lost = Stopwatch.StartNew();
                }

                await store.UntilReady(Patience - lost.Elapsed, stop);
            }
        }
    }
}
