using Commerce.Stores;

namespace Commerce.Chaos;

/// <summary>Gives a run a folder of its own, and says how it ended.</summary>
internal static class Trial
{
    private const int Held = 0;
    private const int Broken = 1;
    private const int Interrupted = 130;

    /// <returns>What the program ends with.</returns>
    public static async Task<int> Hold(Wish wish, bool isStrict, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("commerce-chaos-");
        // The servers are run by somebody who must be let through.
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = (UnixFileMode)Convert.ToInt32("755", 8);
        Environment.SetEnvironmentVariable("COMMERCE_OPERATOR_KEY", Shop.OperatorKey);
        var code = await Try(wish with { Folder = folder.FullName }, isStrict, stop);
        if (code is Broken)
            Report.Says($"The history and the logs stay in {folder.FullName}.");
        else
            folder.Delete(recursive: true);

        return code;
    }

    private static async Task<int> Try(Wish wish, bool isStrict, CancellationToken stop)
    {
        try
        {
            var verdict = await ChaosRun.Play(wish, stop);
            Report.Tell(verdict);
            if (wish.KnownBad is not null)
                return verdict.IsConvicted ? Held : Broken;

            return verdict.IsBroken || (isStrict && verdict.IsMissed) ? Broken : Held;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Report.Says("Stopped. Nothing is judged.");
            return Interrupted;
        }
#pragma warning disable CA1031 // The edge of the program: whatever it is, it is said.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report.Says($"VERDICT: BROKEN, it came to no end: {e}");
            return Broken;
        }
    }
}
