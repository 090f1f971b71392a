using System.Diagnostics;

namespace Commerce.LoadTests;

/// <summary>Runs a program to its end, as a user would from a shell.</summary>
internal static class Executable
{
    public static Task<(int ExitCode, string Output, string Errors)> Load(
        params string[] arguments
    ) => Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "LoadTests.dll"), .. arguments]);

    public static async Task<(int ExitCode, string Output, string Errors)> Run(
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The tests' own settings and keys are not the program's.
        start.Environment.Remove("COMMERCE_OPERATOR_KEY");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
