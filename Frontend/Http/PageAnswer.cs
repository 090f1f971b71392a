using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Commerce.Http;

/// <summary>A page of a list: items that are JSON already, and how to go on.</summary>
internal sealed class PageAnswer(IEnumerable<ReadOnlyMemory<byte>> items) : IResult
{
    public const string Private = "private, no-store";

    /// <summary>The cursor behind which more items follow, if any do.</summary>
    public string? Next { get; init; }

    /// <summary>The cursor behind this page, for a list that grows at its end.</summary>
    public string? Last { get; init; }

    /// <summary>What the query calls the cursor.</summary>
    public string CursorName { get; init; } = "cursor";

    public string CacheControl { get; init; } = Private;

    /// <summary>Writes what is told beside the items, as members of the answer.</summary>
    public Action<Utf8JsonWriter>? Beside { get; init; }

    /// <summary>Items that are to be written as any body is.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Json<T>(
        IEnumerable<T> items,
        JsonSerializerOptions json
    ) =>
        items.Select(item => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(item, json));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var body = Body();
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan))[..32]}\"";
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = etag;
        if (request.Headers.IfNoneMatch.Contains(etag, StringComparer.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (Next is not null)
        {
            var others = request.Query.Where(each => each.Key != CursorName);
            var query = QueryString.Create([.. others, new(CursorName, Next)]);
            response.Headers.Link = $"<{request.Path}{query}>; rel=\"next\"";
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }

    private ArrayBufferWriter<byte> Body()
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var item in items)
        {
            json.WriteRawValue(item.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
        Beside?.Invoke(json);
        json.WriteStartObject("page");
        json.WriteString("next", Next);
        if (Last is not null)
        {
            json.WriteString("last", Last);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return body;
    }
}
