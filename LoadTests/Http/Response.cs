using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Commerce.LoadTests.Http;

/// <summary>
/// One HTTP/1.1 response, framed in place in the buffer it was received into. A connection has one
/// and uses it again, so what it says holds until that connection's next request.
/// </summary>
public sealed class Response
{
    /// <summary>Longer than any answer a scenario asks for: more is a mistake.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private static readonly string[] Statuses =
    [
        .. Enumerable.Range(0, 600).Select(status => status.ToString(CultureInfo.InvariantCulture)),
    ];

    private byte[] _buffer = new byte[8 * 1024];
    private int _filled;
    private int _headStart;
    private int _bodyStart;
    private int _bodyEnd;
    private int _length;
    private Framing _framing;
    private Chunks _chunks;

    private enum Framing
    {
        Unknown,
        Length,
        Chunked,
        UntilClosed,
    }

    /// <summary>The status code; 0 when no answer came.</summary>
    public int Status { get; private set; }

    /// <summary>Why no answer came, in one word; null when one came.</summary>
    public string? Failure { get; private set; }

    /// <summary>False when the server closes the connection after this answer.</summary>
    public bool KeepsAlive { get; private set; }

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_bodyStart, _bodyEnd - _bodyStart);

    /// <summary>How answers are counted: "201", "409 insufficient_stock" or "timeout".</summary>
    public string Kind =>
        Failure
        ?? (Status >= 400 && Member("code") is { } code ? $"{Status} {code}" : Statuses[Status]);

    /// <summary>Where the next bytes of the answer go; never empty.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            return _buffer.AsMemory(_filled);
        }
    }

    public bool Is(int status) => Status == status;

    /// <summary>Forgets the last answer: a new request is about to be sent.</summary>
    public void Clear()
    {
        (_filled, _headStart, _bodyStart, _bodyEnd, _length) = (0, 0, 0, 0, 0);
        (_framing, Status, Failure, KeepsAlive) = (Framing.Unknown, 0, null, true);
    }

    public void Fail(string why)
    {
        Clear();
        (Failure, KeepsAlive) = (why, false);
    }

    /// <summary>Takes in what came into <see cref="Room"/>; true when it is whole.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP/1.1 or is too long.</exception>
    public bool Receive(int count)
    {
        _filled += count;
        Require(_filled <= BytesMax, "too long");
        while (_framing == Framing.Unknown)
        {
            var head = _buffer.AsSpan(_headStart, _filled - _headStart);
            var end = head.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            ReadHead(head[..(end + 2)]);
            _bodyStart = _bodyEnd = _headStart + end + 4;
            _headStart = Status < 200 ? _bodyStart : _headStart;
        }

        return ReadBody();
    }

    /// <summary>The server closed the connection; true when that is how this answer ends.</summary>
    public bool End() => _framing == Framing.UntilClosed;

    /// <summary>The value of a header, null when the answer has none of that name.</summary>
    public string? Header(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> head = _buffer.AsSpan(
            _headStart,
            Math.Max(0, _bodyStart - 2 - _headStart)
        );
        while (TakeLine(ref head, out var line))
        {
            if (IsHeader(line, name, out var value))
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return null;
    }

    /// <summary>A text member of the JSON object in the body, null when there is none.</summary>
    public string? Member(string name)
    {
        var json = new Utf8JsonReader(Body);
        return Find(ref json, name) && json.TokenType == JsonTokenType.String
            ? json.GetString()
            : null;
    }

    /// <summary>A whole number that is a member of it, null when there is none.</summary>
    public long? Number(string name)
    {
        var json = new Utf8JsonReader(Body);
        return
            Find(ref json, name)
            && json.TokenType == JsonTokenType.Number
            && json.TryGetInt64(out var number)
            ? number
            : null;
    }

    private static bool Find(ref Utf8JsonReader json, string name)
    {
        try
        {
            while (json.Read())
            {
                var found =
                    json.TokenType == JsonTokenType.PropertyName
                    && json.CurrentDepth == 1
                    && json.ValueTextEquals(name);
                if (found)
                {
                    return json.Read();
                }
            }
        }
        catch (JsonException)
        {
            // A proxy or a server in trouble may answer with a page; its status says enough.
        }

        return false;
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        TakeLine(ref head, out var line);
        var known = line.StartsWith("HTTP/1."u8) && line.Length >= 12;
        var status = 0;
        Require(known && Utf8Parser.TryParse(line.Slice(9, 3), out status, out _), "no status");
        Require(status is >= 100 and < 600, "a strange status");

        (Status, KeepsAlive, _length) = (status, line[7] == (byte)'1', -1);
        var chunked = false;
        while (TakeLine(ref head, out line))
        {
            if (IsHeader(line, "Content-Length"u8, out var value))
            {
                var number = Utf8Parser.TryParse(value, out _length, out var read);
                Require(number && read == value.Length && _length >= 0, "a strange length");
            }
            else if (IsHeader(line, "Transfer-Encoding"u8, out value))
            {
                chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                Require(chunked, "an unknown transfer encoding");
            }
            else if (IsHeader(line, "Connection"u8, out value))
            {
                KeepsAlive = !Ascii.EqualsIgnoreCase(value, "close"u8);
            }
        }

        Frame(chunked);
    }

    private void Frame(bool chunked)
    {
        if (Status < 200)
        {
            // An interim answer: the real one follows.
            return;
        }

        if (Status is 204 or 304)
        {
            (_framing, _length) = (Framing.Length, 0);
            return;
        }

        _framing =
            chunked ? Framing.Chunked
            : _length >= 0 ? Framing.Length
            : Framing.UntilClosed;
        _chunks = default;
        KeepsAlive &= _framing != Framing.UntilClosed;
    }

    private bool ReadBody()
    {
        var received = _filled - _bodyStart;
        switch (_framing)
        {
            case Framing.Length:
                Require(received <= _length, "more than it promised");
                _bodyEnd = _bodyStart + Math.Min(received, _length);
                return received == _length;
            case Framing.Chunked:
                var whole = _chunks.Join(_buffer.AsSpan(_bodyStart, received));
                _bodyEnd = _bodyStart + _chunks.Joined;
                return whole;
            default:
                _bodyEnd = _filled;
                return false;
        }
    }

    private static bool TakeLine(ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> line)
    {
        var end = head.IndexOf("\r\n"u8);
        line = end < 0 ? [] : head[..end];
        head = end < 0 ? [] : head[(end + 2)..];
        return end >= 0;
    }

    private static bool IsHeader(
        ReadOnlySpan<byte> line,
        ReadOnlySpan<byte> name,
        out ReadOnlySpan<byte> value
    )
    {
        var named =
            line.Length > name.Length
            && line[name.Length] == (byte)':'
            && Ascii.EqualsIgnoreCase(line[..name.Length], name);
        value = named ? line[(name.Length + 1)..].Trim((byte)' ') : [];
        return named;
    }

    internal static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"the answer has {what}");
        }
    }
}
