using System.Diagnostics;
using Commerce.Stores;

namespace Commerce.Backups;

/// <summary>A verb as operators run it: a program beside the store.</summary>
internal static class Verb
{
    /// <returns>What it said; fails where it did not do it.</returns>
    public static async Task<string> Run(params string[] arguments)
    {
        var (exitCode, said, error) = await Try(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {error}");
        return said;
    }

    public static async Task<(int ExitCode, string Said, string Error)> Try(
        params string[] arguments
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo(StoreProcess.Executable("Silo"), arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, said, await error);
    }
}
