using System.Text;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests;

/// <summary>Answers as they come off a socket: in pieces of any size.</summary>
public sealed class ResponseTests
{
    private const string Plain =
        "HTTP/1.1 201 Created\r\nLocation: /api/v1/carts/crt_1\r\ncontent-length: 5\r\n\r\nhello";

    private const string Chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\n\r\n"
        + "4\r\nWiki\r\nB;name=value\r\npedia in\r\nc\r\n0\r\nExpires: never\r\n\r\n";

    private readonly Response _response = new();

    [Fact]
    public void A_body_of_a_given_length_is_read()
    {
        Assert.True(Feed(Plain));

        Assert.Equal(201, _response.Status);
        Assert.Equal("hello", Body);
        Assert.True(_response.KeepsAlive);
    }

    [Fact]
    public void Chunks_are_joined_and_trailers_dropped()
    {
        Assert.True(Feed(Chunked));

        Assert.Equal("Wikipedia in\r\nc", Body);
        Assert.True(_response.KeepsAlive);
    }

    [Theory]
    [InlineData(Plain, "hello")]
    [InlineData(Chunked, "Wikipedia in\r\nc")]
    [InlineData(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "ok"
    )]
    public void An_answer_may_come_in_two_pieces_or_byte_by_byte(string answer, string body)
    {
        for (var cut = 1; cut < answer.Length; cut++)
        {
            _response.Clear();
            Assert.False(Feed(answer[..cut]));
            Assert.True(Feed(answer[cut..]));
            Assert.Equal(body, Body);
        }

        _response.Clear();
        Assert.All(answer[..^1], letter => Assert.False(Feed($"{letter}")));
        Assert.True(Feed(answer[^1..]));
        Assert.Equal(body, Body);
    }

    [Fact]
    public void A_body_longer_than_the_buffer_is_whole()
    {
        var body = new string('x', 100_000);

        Assert.True(Feed($"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{body}"));

        Assert.Equal(body, Body);
    }

    [Fact]
    public void A_header_is_found_whatever_its_case()
    {
        Feed(Plain);

        Assert.Equal("/api/v1/carts/crt_1", _response.Header("location"u8));
        Assert.Equal("5", _response.Header("Content-Length"u8));
        Assert.Null(_response.Header("ETag"u8));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", true)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", true)]
    public void The_server_says_whether_the_connection_lives_on(string answer, bool keepsAlive)
    {
        Assert.True(Feed(answer));

        Assert.Equal(keepsAlive, _response.KeepsAlive);
        Assert.Equal("", Body);
    }

    [Fact]
    public void A_body_without_a_length_ends_with_the_connection()
    {
        Assert.False(Feed("HTTP/1.1 200 OK\r\n\r\nhel"));
        Assert.False(Feed("lo"));
        Assert.True(_response.End());

        Assert.Equal("hello", Body);
        Assert.False(_response.KeepsAlive);
    }

    [Fact]
    public void A_connection_closed_within_a_body_does_not_end_the_answer()
    {
        Feed(Plain[..^1]);

        Assert.False(_response.End());
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 999 What\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxx")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore")]
    public void What_is_not_an_answer_is_refused(string answer) =>
        Assert.Throws<InvalidDataException>(() => Feed(answer));

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "{\"code\":\"x\"}", "200")]
    [InlineData(
        "HTTP/1.1 409 Conflict",
        "{\"code\":\"insufficient_stock\"}",
        "409 insufficient_stock"
    )]
    [InlineData("HTTP/1.1 422 No", "{\"errors\":[{\"code\":\"b\"}],\"code\":\"a\"}", "422 a")]
    [InlineData("HTTP/1.1 502 Bad Gateway", "<html>", "502")]
    [InlineData("HTTP/1.1 500 Error", "", "500")]
    public void An_error_is_counted_by_its_status_and_code(string status, string body, string kind)
    {
        Feed($"{status}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal(kind, _response.Kind);
    }

    [Fact]
    public void A_request_without_an_answer_is_counted_by_its_reason()
    {
        Feed(Plain[..20]);
        _response.Fail("reset");

        Assert.Equal("reset", _response.Kind);
        Assert.Equal(0, _response.Status);
        Assert.Equal("", Body);
    }

    private string Body => Encoding.UTF8.GetString(_response.Body);

    private bool Feed(string text)
    {
        var whole = false;
        var bytes = Encoding.UTF8.GetBytes(text).AsMemory();
        while (!bytes.IsEmpty)
        {
            var piece = Math.Min(bytes.Length, _response.Room.Length);
            bytes[..piece].CopyTo(_response.Room);
            whole = _response.Receive(piece);
            bytes = bytes[piece..];
        }

        return whole;
    }
}
