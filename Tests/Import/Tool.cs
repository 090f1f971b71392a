using System.Diagnostics;

namespace Commerce.Importing;

/// <summary>A file-based program of infra/, run as people run it.</summary>
internal sealed class Tool : IDisposable
{
    private readonly Process _process;

    private Tool(ProcessStartInfo start) => _process = Process.Start(start)!;

    public TextReader Output => _process.StandardOutput;

    private static string Root { get; } = FindRoot();

    /// <summary>Runs ./dev with these arguments and, over the caller's, this environment.</summary>
    public static Tool Dev(string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "dev"), arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Tool(start);
    }

    /// <summary>All that is left to read of both outputs, and the exit code.</summary>
    public async Task<(int ExitCode, string Output, string Error)> Finish(CancellationToken stop)
    {
        var error = _process.StandardError.ReadToEndAsync(stop);
        var output = await _process.StandardOutput.ReadToEndAsync(stop);
        await _process.WaitForExitAsync(stop);
        return (_process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Commerce.Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
