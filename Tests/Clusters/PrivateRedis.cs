using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Commerce.Clustering;

namespace Commerce.Clusters;

/// <summary>A Redis of a test's own, from Debian's package, that keeps nothing.</summary>
internal sealed class PrivateRedis : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private PrivateRedis(int port)
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        string[] where = ["--port", $"{port}", "--bind", "127.0.0.1"];
        string[] nothing = ["--save", "", "--appendonly", "no"];
        _process = Process.Start(
            new ProcessStartInfo("redis-server", [.. where, .. nothing])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    public string Address { get; }

    public static async Task<PrivateRedis> Start()
    {
        var port = FreePort.Find();
        var redis = new PrivateRedis(port);
        while (!Listens(port))
        {
            Assert.False(redis._process.HasExited, "Redis does not start.");
            await Task.Delay(Look, TimeProvider.System);
        }

        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
