using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Commerce.Clustering;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>A cluster as <c>./dev cluster</c> starts it, in a folder of its own.</summary>
internal sealed partial class RunningCluster : IAsyncDisposable
{
    private const string Started = "The store is at";
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, int> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Uri> _urls = new(StringComparer.Ordinal);
    private readonly Process _process;
    private readonly HttpClient _http;

    private RunningCluster(Process process, HttpClient http) => (_process, _http) = (process, http);

    /// <summary>The names of the processes that it stands on.</summary>
    public IEnumerable<string> Parts => _parts.Keys;

    /// <summary>The server that writes.</summary>
    public string Primary { get; private set; } = "";

    public Shop Shop => new(_http);

    public static async Task<RunningCluster> Start()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(1) };
        var cluster = new RunningCluster(new(), http);
        try
        {
            await cluster.Launch(url);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill(string part)
    {
        using var victim = Process.GetProcessById(_parts[part]);
        victim.Kill();
    }

    /// <summary>Ends a silo in order, and waits until another in its place is ready.</summary>
    public async Task Renew(string silo)
    {
        using var time = new CancellationTokenSource(StartMax);
        var old = _parts[silo];
        await Signals.Send(old, "TERM");
        while (_parts[silo] == old || !await IsReady(_urls[silo]))
            await Task.Delay(Look, time.Token);
    }

    /// <summary>Ends it as Ctrl-C does; what it ended with.</summary>
    public async Task<int> End()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var time = new CancellationTokenSource(StartMax);
        await _process.WaitForExitAsync(time.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await End();
        TellFailures();
        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private void TellFailures()
    {
        var logs = new DirectoryInfo(Path.Combine(_folder.Path, "logs"));
        foreach (var log in logs.Exists ? logs.GetFiles("silo-*") : [])
            FailureLines.Tell(log.Name, File.ReadLines(log.FullName));
    }

    private async Task Launch(Uri url)
    {
        // The servers are run by somebody who must be let through.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        _process.StartInfo = new(
            "dotnet",
            [
                Path.Combine(Repository.Root, "artifacts/bin/Cluster/release", "Cluster.dll"),
                $"--data={_folder.Path}",
                $"--url={url}",
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        _process.StartInfo.Environment["COMMERCE_OPERATOR_KEY"] = Stores.Shop.OperatorKey;
        _process.Start();
        using var time = new CancellationTokenSource(StartMax);
        for (var line = ""; !line.StartsWith(Started, StringComparison.Ordinal); )
        {
            line =
                await _process.StandardOutput.ReadLineAsync(time.Token)
                ?? throw new InvalidOperationException("The cluster did not start.");
            if (Told().Match(line) is { Success: true } told)
            {
                var name = told.Groups["name"].Value;
                _parts[name] = int.Parse(told.Groups["id"].Value, provider: null);
                if (told.Groups["url"] is { Success: true, Value: var at })
                    _urls[name] = new(at);
                if (line.EndsWith("writes", StringComparison.Ordinal))
                    Primary = name;
            }
        }

        _ = Listen();
    }

    /// <summary>It goes on telling who runs in place of whom.</summary>
    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Again().Match(line) is { Success: true } told)
                _parts[told.Groups["name"].Value] = int.Parse(told.Groups["id"].Value, null);
        }
    }

    private async Task<bool> IsReady(Uri silo)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(silo, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"^(?<name>[a-z]+(-\d+)?)\s+(?<id>\d+)\b(\s+(?<url>http\S+))?",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Told();

    [GeneratedRegex(
        @"^(?<name>\S+) runs again, as (?<id>\d+)",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Again();
}
