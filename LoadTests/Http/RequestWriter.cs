using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Commerce.LoadTests.Http;

/// <summary>Writes one request after the other into the same buffer.</summary>
/// <param name="authority">Host and port, as the Host header wants them.</param>
/// <param name="operatorKey">Sent with every request to an operators' route.</param>
public sealed class RequestWriter(string authority, string? operatorKey)
{
    private readonly string _authorization = Line("Authorization: Bearer ", operatorKey);

    private string _member = "";

    /// <summary>The API takes bodies of 64 KiB; the rest is ample for a head.</summary>
    private readonly byte[] _buffer = new byte[80 * 1024];

    /// <summary>Sends a token of somebody's with all that is not operators', or none.</summary>
    public void ShopAs(string? token) => _member = Line("Authorization: Bearer ", token);

    /// <summary>The request's bytes, good until the next is written.</summary>
    /// <param name="key">The Idempotency-Key, where the route wants one.</param>
    public ReadOnlyMemory<byte> Write(string method, string path, string? body, string? key)
    {
        var operators = path.StartsWith("/admin/", StringComparison.Ordinal) || path == "/metrics";
        var authorization = operators ? _authorization : _member;
        var length = body is null
            ? ""
            : Line("Content-Type: application/json\r\nContent-Length: ", Length(body));
        var fits = Utf8.TryWrite(
            _buffer,
            CultureInfo.InvariantCulture,
            $"{method} {path} HTTP/1.1\r\nHost: {authority}\r\n{authorization}"
                + $"{Line("Idempotency-Key: ", key)}{length}\r\n{body}",
            out var written
        );
        return fits
            ? _buffer.AsMemory(0, written)
            : throw new ArgumentException("Too long.", nameof(body));
    }

    private static string Line(string start, string? value) =>
        value is null ? "" : $"{start}{value}\r\n";

    private static string Length(string body) =>
        Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
}
