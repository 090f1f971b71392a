using System.Diagnostics;
using System.Globalization;

namespace Commerce.Sabotage;

/// <summary>
/// Where the process kills itself, as <c>kill -9</c> would: just before an event of a kind lands,
/// or when it has landed and nobody knows yet; the n-th time that it comes there.
/// </summary>
internal sealed class CrashPoint
{
    private readonly bool _isBefore;
    private readonly string _step;
    private readonly TimeSpan _linger;
    private int _left;

    private CrashPoint(bool isBefore, string step, int times, TimeSpan linger) =>
        (_isBefore, _step, _left, _linger) = (isBefore, step, times, linger);

    /// <param name="text"><c>before:STEP</c> or <c>after:STEP</c>, and <c>:N</c> behind it.</param>
    /// <param name="linger">Milliseconds that it stands there before it dies.</param>
    public static CrashPoint? Parse(string? text, string? linger)
    {
        if (text is null)
            return null;

        var parts = text.Split(':');
        var times = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1;
        return new(
            parts[0] == "before",
            parts[1],
            times,
            TimeSpan.FromMilliseconds(int.Parse(linger ?? "0", CultureInfo.InvariantCulture))
        );
    }

    public Task Before(Func<string, bool> comes) => Reach(isBefore: true, comes);

    public Task After(Func<string, bool> came) => Reach(isBefore: false, came);

    private async Task Reach(bool isBefore, Func<string, bool> isHere)
    {
        if (isBefore != _isBefore || !isHere(_step) || Interlocked.Decrement(ref _left) != 0)
            return;

        await Task.Delay(_linger, TimeProvider.System);
        Process.GetCurrentProcess().Kill();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }
}
