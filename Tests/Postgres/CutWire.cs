using System.Net.Sockets;

namespace Commerce.Postgres;

/// <summary>
/// Stands before a server, and once cuts the client off where it hurts most: when it says COMMIT.
/// </summary>
internal sealed class CutWire : IAsyncDisposable
{
    public const int Port = 6543;

    private readonly string _folder;
    private readonly Socket _listener = new(
        AddressFamily.Unix,
        SocketType.Stream,
        ProtocolType.Unspecified
    );
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _sockets = [];
    private readonly Task _running;
    private int _cut;

    public CutWire(PrivatePostgres server)
    {
        _folder = server.Folder;
        _listener.Bind(new UnixDomainSocketEndPoint(Path(Port)));
        _listener.Listen();
        _running = Run();
    }

    public enum Cut
    {
        Nothing,

        /// <summary>The server never hears it, and does not see that the client is gone.</summary>
        BeforeCommit,

        /// <summary>The server has done it, and nobody hears of that.</summary>
        AfterCommit,
    }

    /// <summary>What happens to the next COMMIT.</summary>
    public void Next(Cut cut) => Volatile.Write(ref _cut, (int)cut);

    /// <summary>Whether what was to happen next has happened.</summary>
    public bool HasCut => Volatile.Read(ref _cut) == (int)Cut.Nothing;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _sockets.ForEach(socket => socket.Dispose());
        File.Delete(Path(Port));
        _stop.Dispose();
    }

    private string Path(int port) => System.IO.Path.Combine(_folder, $".s.PGSQL.{port}");

    private async Task Run()
    {
        while (true)
        {
            var client = await _listener.AcceptAsync(_stop.Token);
            var server = new Socket(
                AddressFamily.Unix,
                SocketType.Stream,
                ProtocolType.Unspecified
            );
            await server.ConnectAsync(new UnixDomainSocketEndPoint(Path(5432)), _stop.Token);
            _sockets.AddRange([client, server]);
            var isCut = new TaskCompletionSource();
            _ = Pump(client, server, isCut, client);
            _ = Pump(server, client, isCut, client);
        }
    }

    private async Task Pump(Socket from, Socket to, TaskCompletionSource isCut, Socket client)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var length and > 0)
            {
                var isCommit =
                    from == client && buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0;
                var cut = isCommit ? (Cut)Interlocked.Exchange(ref _cut, 0) : Cut.Nothing;
                if (cut is not Cut.Nothing)
                {
                    isCut.SetResult();
                }

                if (cut is Cut.BeforeCommit)
                {
                    client.Close();
                    return;
                }

                if (from != client && isCut.Task.IsCompleted)
                {
                    client.Close(); // The answer to the commit.
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, length), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
            when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two is gone.
        }
    }
}
