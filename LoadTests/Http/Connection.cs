using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Commerce.LoadTests.Http;

/// <summary>
/// A kept-alive HTTP/1.1 connection with one request out at a time. It sits on a bare socket, as
/// the generator shares its processors with the server it measures: HttpClient costs several times
/// as much per request.
/// </summary>
public sealed class Connection(Target target) : IDisposable
{
    /// <summary>A server that is away is not helped by asking it without a pause.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Response _response = new();
    private Socket? _socket;
    private long _askedAt;
    private bool _givenUp;

    /// <summary>Sends a request and reads its answer. A broken connection is an answer too, one
    /// with a <see cref="Response.Failure"/>, and the next request opens a new one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Response> Send(ReadOnlyMemory<byte> request)
    {
        _response.Clear();
        _givenUp = false;
        Volatile.Write(ref _askedAt, Stopwatch.GetTimestamp());
        try
        {
            var socket = _socket ??= new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (!socket.Connected)
            {
                await socket.ConnectAsync(target.EndPoint);
            }

            await socket.SendAsync(request, SocketFlags.None);
            await Receive(socket);
        }
        catch (Exception exception)
            when (exception is SocketException or ObjectDisposedException or InvalidDataException)
        {
            _response.Fail(_givenUp ? "timeout" : Name(exception));
        }

        Volatile.Write(ref _askedAt, 0);
        if (!_response.KeepsAlive)
        {
            Dispose();
        }

        if (_response.Failure is not null)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }

        return _response;
    }

    /// <summary>Ends a request that has been out for longer; any thread may ask.</summary>
    public void GiveUpAfter(TimeSpan patience)
    {
        var askedAt = Volatile.Read(ref _askedAt);
        if (askedAt != 0 && Stopwatch.GetElapsedTime(askedAt) > patience)
        {
            _givenUp = true;
            _socket?.Dispose();
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Receive(Socket socket)
    {
        while (true)
        {
            var count = await socket.ReceiveAsync(_response.Room, SocketFlags.None);
            if (count == 0 && !_response.End())
            {
                throw new SocketException((int)SocketError.Disconnecting);
            }

            if (count == 0 || _response.Receive(count))
            {
                return;
            }
        }
    }

    private static string Name(Exception exception) =>
        exception switch
        {
            InvalidDataException => "malformed",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "refused",
            SocketException { SocketErrorCode: SocketError.ConnectionReset } => "reset",
            SocketException { SocketErrorCode: SocketError.Disconnecting } => "closed",
            SocketException other => other.SocketErrorCode.ToString(),
            _ => "closed",
        };
}
