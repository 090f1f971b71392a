using System.Diagnostics;

namespace Commerce.Stores;

/// <summary>What a system sends to processes.</summary>
internal static class Signals
{
    /// <param name="process">Its number.</param>
    /// <param name="signal">As <c>kill</c> names it: <c>TERM</c>, <c>STOP</c>, <c>CONT</c>.</param>
    public static async Task Send(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
