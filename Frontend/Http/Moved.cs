namespace Commerce.Http;

/// <summary>What was asked for is elsewhere now, and will stay there.</summary>
internal sealed class Moved(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = location;
        // The name may be given to something else one day.
        response.Headers.CacheControl = "public, max-age=60";
        return Task.CompletedTask;
    }
}
