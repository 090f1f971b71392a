namespace Commerce.Http;

/// <summary>Sends away who has sent too much.</summary>
internal sealed class RateLimiting(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context) =>
        limits.Count(context) is { } problem ? problem.ExecuteAsync(context) : next(context);
}
