using System.Diagnostics;
using System.Globalization;

namespace Commerce.Backups;

/// <summary>Tells how far it is, a line a second.</summary>
internal sealed class Progress(TextWriter to)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private long _told = Stopwatch.GetTimestamp();

    /// <param name="what">The file that grows.</param>
    /// <param name="done">Bytes of it.</param>
    /// <param name="total">How many it will be, as far as is known.</param>
    public void Tell(string what, long done, long total)
    {
        if (Stopwatch.GetElapsedTime(_told) < Period)
        {
            return;
        }

        _told = Stopwatch.GetTimestamp();
        var (now, all) = (done >> 20, long.Max(done, total) >> 20);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {now} of {all} MiB"));
    }

    public void Say(string line) => to.WriteLine(line);
}
