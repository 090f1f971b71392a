using System.Diagnostics;

namespace Commerce.Chaos;

/// <summary>Runs the machine's own programs.</summary>
internal static class Tool
{
    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    public static async Task Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: {error.Trim()}{(await said).Trim()}"
            );
    }

    /// <summary>The same, of words that have no space in them.</summary>
    public static Task Run(string line)
    {
        var words = line.Split(' ');
        return Run(words[0], words[1..]);
    }
}
