namespace Commerce.Http;

/// <summary>A successful answer: JSON, and the headers that go with it.</summary>
internal sealed class Answer<T>(T body, int status = StatusCodes.Status200OK) : IResult
{
    /// <summary>The version that the ETag names, for what has one.</summary>
    public long? Version { get; init; }

    /// <summary>
    /// Whether it tells of the moment it is answered at: it is another each time, so there is no
    /// 304 for it, though its ETag names the version that may be written.
    /// </summary>
    public bool TellsTheTime { get; init; }

    /// <summary>The sum of the versions of what is told beside it, for the ETag.</summary>
    public long? Beside { get; init; }

    public string? Location { get; init; }

    /// <summary>Who may keep it and for how long; nobody, unless said otherwise.</summary>
    public string CacheControl { get; init; } = "private, no-store";

    /// <summary>Whether this answers a request that was answered before.</summary>
    public bool IsReplay { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = CacheControl;
        if (Version is { } version)
        {
            var etag = RequestHeaders.ETag(version, Beside);
            response.Headers.ETag = etag;
            if (
                !TellsTheTime
                && HttpMethods.IsGet(request.Method)
                && request.Headers.IfNoneMatch.Contains(etag, StringComparer.Ordinal)
            )
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (IsReplay)
        {
            response.Headers["Idempotent-Replayed"] = "true";
        }

        if (status is StatusCodes.Status202Accepted)
        {
            response.Headers.RetryAfter = "1";
        }

        response.StatusCode = status;
        return response.WriteAsJsonAsync(body, httpContext.RequestAborted);
    }
}
