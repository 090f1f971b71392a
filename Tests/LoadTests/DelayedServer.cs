using System.Net;
using System.Net.Sockets;

namespace Commerce.LoadTests;

/// <summary>
/// Answers every request after the same time, and otherwise costs next to nothing: with processors
/// to spare, the figures tell of the delay and the client alone.
/// </summary>
internal sealed class DelayedServer : IDisposable
{
    private static readonly byte[] Answer = [.. "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly PreciseDelay _delay;

    public DelayedServer(TimeSpan delay)
    {
        _delay = new(delay);
        _listener.Start(backlog: 128);
        _ = Accept();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    public void Dispose()
    {
        _listener.Dispose();
        _delay.Dispose();
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(Serve(await _listener.AcceptSocketAsync()));
            }
        }
        catch (SocketException)
        {
            // The listener is closed when the test ends.
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[1024];
        try
        {
            // Requests are small and come one at a time, so one read is one request.
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                await _delay.Wait();
                await socket.SendAsync(Answer);
            }
        }
        catch (SocketException)
        {
            // wrk leaves in the middle of an answer.
        }
    }
}
