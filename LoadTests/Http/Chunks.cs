using System.Buffers.Text;

namespace Commerce.LoadTests.Http;

/// <summary>Joins the chunks of a body in place, as they arrive (RFC 9112, 7.1).</summary>
internal struct Chunks
{
    private int _read;
    private bool _last;

    /// <summary>How many bytes at the start of the body are joined and final.</summary>
    public int Joined { get; private set; }

    /// <summary>Given all that has arrived of the body; true when it is whole.</summary>
    public bool Join(Span<byte> body)
    {
        while (true)
        {
            var rest = body[_read..];
            var end = rest.IndexOf("\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            if (_last)
            {
                // Trailers: nobody asks for them, an empty line ends them.
                _read += end + 2;
                if (end == 0)
                {
                    Response.Require(_read == body.Length, "more than it promised");
                    return true;
                }

                continue;
            }

            var size = Size(rest[..end]);
            if (size > 0 && rest.Length < end + 2 + size + 2)
            {
                return false;
            }

            var closed = size == 0 || rest.Slice(end + 2 + size, 2).SequenceEqual("\r\n"u8);
            Response.Require(closed, "a chunk of another size");
            Take(body, rest.Slice(end + 2, size));
            _read += end + 2 + (size > 0 ? size + 2 : 0);
            _last = size == 0;
        }
    }

    private void Take(Span<byte> body, ReadOnlySpan<byte> chunk)
    {
        chunk.CopyTo(body[Joined..]);
        Joined += chunk.Length;
    }

    private static int Size(ReadOnlySpan<byte> line)
    {
        // Extensions follow a semicolon.
        var number = Utf8Parser.TryParse(line, out int size, out var read, 'x');
        var ends = read == line.Length || line[read] is (byte)';' or (byte)' ';
        Response.Require(
            number && ends && size is >= 0 and <= Response.BytesMax,
            "a strange chunk"
        );
        return size;
    }
}
