using System.Diagnostics;

namespace Commerce.Cluster;

/// <summary>
/// A process of the cluster. One that ends by itself is started again; what it writes goes to a
/// file of its name.
/// </summary>
internal sealed class Part(string name, string folder, Func<ProcessStartInfo> command)
    : IAsyncDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>Who lived that long did not fail to start.</summary>
    private static readonly TimeSpan LifeMin = TimeSpan.FromSeconds(10);

    /// <summary>Longer than a silo may take to hand over.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _log = TextWriter.Synchronized(
        new StreamWriter(Path.Combine(folder, $"{name}.log"), append: true) { AutoFlush = true }
    );
    private Process? _process;
    private Task _watching = Task.CompletedTask;

    public string Name => name;

    /// <summary>The process now; 0 if there is none.</summary>
    public int Id => _process is { HasExited: false } process ? process.Id : 0;

    public bool IsRunning => Id != 0;

    /// <summary>Where it answers, if it does HTTP.</summary>
    public string? Url { get; init; }

    /// <summary>Whether somebody else sees to it that it runs again.</summary>
    public bool IsOnce { get; init; }

    public void Start()
    {
        _process = Launch();
        _watching = Watch();
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>
    /// As <see cref="Kill"/>, and waits until it has let go of all that it held; for one that
    /// nobody starts again by itself.
    /// </summary>
    public async Task End()
    {
        Kill();
        await _watching;
    }

    /// <summary>Kills it, for good.</summary>
    public void Abandon()
    {
        _stop.Cancel();
        Kill();
    }

    /// <summary>Asks it to end, and sees to it that it does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_process is { HasExited: false } process)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            var ended = process.WaitForExitAsync();
            if (await Task.WhenAny(ended, Task.Delay(StopMax)) != ended)
            {
                Kill();
            }

            await ended;
        }

        await _watching;
        _process?.Dispose();
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Watch()
    {
        var pause = PauseMin;
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            await _process!.WaitForExitAsync();
            if (_stop.IsCancellationRequested)
                return;

            Console.WriteLine($"{name} ended with {_process.ExitCode}.");
            if (IsOnce)
                return;

            pause =
                Stopwatch.GetElapsedTime(begun) > LifeMin ? PauseMin
                : pause * 2 < PauseMax ? pause * 2
                : PauseMax;
            await Task.Delay(pause, _stop.Token).ConfigureAwait(Quietly);
            if (_stop.IsCancellationRequested)
                return;

            _process.Dispose();
            _process = Launch();
            Console.WriteLine($"{name} runs again, as {_process.Id}.");
        }
    }

    private Process Launch()
    {
        // In a session of its own: Ctrl-C is for us, who end the parts in their order.
        var wanted = command();
        var start = new ProcessStartInfo("setsid", [wanted.FileName, .. wanted.ArgumentList])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = wanted.WorkingDirectory,
        };
        foreach (var (key, value) in wanted.Environment)
            start.Environment[key] = value;

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _log.WriteLine(line);
        }
    }

    private const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing;
}
