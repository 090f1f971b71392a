using System.Diagnostics;
using Commerce.Clustering;
using Commerce.Judging;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Stores;

/// <summary>
/// The store as it is shipped: a process of its own, with a folder and a port of its own, which can
/// be killed and started again on both.
/// </summary>
internal sealed class StoreProcess : IAsyncDisposable
{
    /// <summary>How a process ends on signal 9.</summary>
    private const int Killed = 128 + 9;

    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly List<Outage> _outages = [];
    private readonly List<string> _output = [];
    private readonly HttpClient _http;
    private TaskCompletionSource _ready = NewGate();
    private Process _process = new();
    private DateTimeOffset? _downSince;

    private StoreProcess(DirectoryInfo? folder)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("commerce-store-");
        Url = new($"http://127.0.0.1:{FreePort.Find()}");
        _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1_100 })
        {
            BaseAddress = Url,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public DirectoryInfo Folder { get; }

    public Uri Url { get; }

    /// <summary>A client with the operators' key.</summary>
    public Shop Shop => new(_http);

    /// <summary>A client with a token of their own, or a guest.</summary>
    public Shop As(string? bearer) => new(_http, bearer);

    /// <summary>What lets a guest reach an order, as the store makes it from its key.</summary>
    public string OrderToken(string order)
    {
        var secrets = Path.Combine(Folder.FullName, "secrets");
        var keys = new ServerKeys(secrets, Shop.OperatorKey, Options.Create(new JsonOptions()));
        return keys.AccessToken(order);
    }

    public IReadOnlyList<Outage> Outages => _outages;

    /// <summary>What the process wrote, for whoever asks why it did not do as it should.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>The store, ready.</summary>
    public static Task<StoreProcess> Start(string program = "Silo", params string[] arguments) =>
        Start(folder: null, program, arguments);

    /// <summary>The same, in a folder that need not be there, and is gone at its end.</summary>
    public static async Task<StoreProcess> Start(
        DirectoryInfo? folder,
        string program,
        params string[] arguments
    )
    {
        var store = new StoreProcess(folder);
        try
        {
            await store.Restart(program, arguments);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Starts it again on its folder and its port, once it is dead. It is back when it is ready;
    /// one that is told to kill itself may be dead again before.
    /// </summary>
    public async Task Restart(string program = "Silo", params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable(program), [.. Arguments(), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["COMMERCE_OPERATOR_KEY"] = Shop.OperatorKey;
        _process.Dispose();
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!await BecomesReady())
            return;

        _ready.TrySetResult();
        if (_downSince is { } since)
        {
            _outages.Add(new(since, TimeProvider.System.GetUtcNow()));
            _downSince = null;
        }
    }

    /// <summary>Sends it a signal, as <c>kill</c> names it.</summary>
    public Task Signal(string signal) => Signals.Send(_process.Id, signal);

    /// <summary>As <c>kill -9</c>: nothing is flushed, closed or answered any more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Died();
    }

    /// <summary>
    /// For a client who heard nothing: a moment, or until the store is there again.
    /// </summary>
    public async Task Back()
    {
        await Task.Delay(Look, TimeProvider.System);
        await _ready.Task;
    }

    /// <summary>Waits until the process has ended by itself, and notes when.</summary>
    public async Task Died()
    {
        using var time = new CancellationTokenSource(EndMax);
        await _process.WaitForExitAsync(time.Token);
        _downSince ??= TimeProvider.System.GetUtcNow();
        if (_ready.Task.IsCompleted)
            _ready = NewGate();
    }

    /// <summary>Kills it, and reads what it left behind.</summary>
    public async Task<Facts> KillAndRead()
    {
        await Kill();
        var left = await Evidence.Of(Folder.FullName);
        return left with { Outages = [.. _outages] };
    }

    public async ValueTask DisposeAsync()
    {
        if (_process.StartInfo.FileName.Length > 0 && !_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _http.Dispose();
        Folder.Delete(recursive: true);
    }

    private string[] Arguments() => [$"--Data={Folder.FullName}", $"--urls={Url}", "--Demo=false"];

    /// <summary>The program is built beside the tests, in the same configuration.</summary>
    public static string Executable(string program)
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(tests.Parent!.Parent!.FullName, program, tests.Name, program);
    }

    /// <summary>
    /// A process that starts cannot say when it listens: knock until somebody opens, or until it
    /// has been killed.
    /// </summary>
    private async Task<bool> BecomesReady()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < StartMax)
        {
            if (_process is { HasExited: true, ExitCode: Killed })
                return false;
            if (_process.HasExited)
                throw new InvalidOperationException($"The store ended at its start:\n{Output}");

            try
            {
                using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        throw new TimeoutException($"The store is not ready after {StartMax}:\n{Output}");
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    private static TaskCompletionSource NewGate() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
