using System.Net;
using System.Net.Sockets;
using System.Text;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests;

/// <summary>A connection over a real socket, and a server that breaks it.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Connection _connection;
    private readonly ReadOnlyMemory<byte> _request;

    public ConnectionTests()
    {
        _listener.Start();
        _connection = new(new("localhost", _listener.LocalEndpoint));
        _request = new RequestWriter("localhost", "secret").Write(
            "POST",
            "/admin/x",
            "{\"a\":\"é\"}",
            "k"
        );
    }

    public void Dispose()
    {
        _connection.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_request_carries_what_the_api_asks_for()
    {
        var sending = _connection.Send(_request).AsTask();
        using var server = await Accept();

        Assert.Equal(
            "POST /admin/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n"
                + "Idempotency-Key: k\r\nContent-Type: application/json\r\n"
                + "Content-Length: 10\r\n\r\n{\"a\":\"é\"}",
            await Read(server)
        );
        await Answer(server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.True((await sending).Is(200));
    }

    [Fact]
    public void The_operator_key_goes_to_operators_routes_only()
    {
        var request = new RequestWriter("localhost", "secret").Write(
            "GET",
            "/api/v1/x",
            null,
            null
        );

        Assert.Equal("GET /api/v1/x HTTP/1.1\r\nHost: localhost\r\n\r\n", Text(request));
    }

    [Fact]
    public async Task A_connection_is_kept_until_the_server_says_otherwise()
    {
        var sending = _connection.Send(_request).AsTask();
        using var first = await Accept();
        await Read(first);
        await Answer(first, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await sending;

        sending = _connection.Send(_request).AsTask();
        await Read(first);
        await Answer(
            first,
            "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        Assert.True((await sending).Is(201));

        sending = _connection.Send(_request).AsTask();
        using var second = await Accept();
        await Read(second);
        await Answer(second, "HTTP/1.0 202 Accepted\r\n\r\nuntil the end");
        second.Dispose();
        Assert.Equal("until the end", Encoding.UTF8.GetString((await sending).Body));
    }

    [Fact]
    public async Task A_broken_connection_is_a_failure_and_the_next_request_opens_another()
    {
        var sending = _connection.Send(_request).AsTask();
        using (var server = await Accept())
        {
            await Read(server);
        }

        Assert.Equal("closed", (await sending).Failure);

        sending = _connection.Send(_request).AsTask();
        using var next = await Accept();
        await Read(next);
        await Answer(next, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.True((await sending).Is(200));
    }

    [Fact]
    public async Task A_request_without_an_answer_is_given_up()
    {
        var sending = _connection.Send(_request).AsTask();
        using var server = await Accept();
        await Read(server);

        _connection.GiveUpAfter(TimeSpan.FromMinutes(1));
        Assert.False(sending.IsCompleted);
        _connection.GiveUpAfter(TimeSpan.Zero);

        Assert.Equal("timeout", (await sending).Failure);
    }

    [Fact]
    public async Task A_server_that_is_not_there_refuses()
    {
        _listener.Stop();

        Assert.Equal("refused", (await _connection.Send(_request)).Failure);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ValueTask<Socket> Accept() => _listener.AcceptSocketAsync(Token);

    private async Task<string> Read(Socket server)
    {
        var buffer = new byte[_request.Length];
        var count = 0;
        while (count < buffer.Length)
        {
            count += await server.ReceiveAsync(buffer.AsMemory(count), Token);
        }

        return Text(buffer);
    }

    private static ValueTask<int> Answer(Socket server, string text) =>
        server.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), Token);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
