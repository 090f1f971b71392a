namespace Commerce.Http;

/// <summary>What was asked for is elsewhere now, and will stay there.</summary>
internal sealed class Moved(string location) : IResult
{
    /// <summary>Who may keep it: the name may be given to something else one day.</summary>
    public string CacheControl { get; init; } = "public, max-age=60";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = location;
        response.Headers.CacheControl = CacheControl;
        return Task.CompletedTask;
    }
}
