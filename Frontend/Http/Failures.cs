using System.Diagnostics;

namespace Commerce.Http;

/// <summary>
/// Every answer of 400 and above that reaches the application is a problem, whoever made it; and
/// every answer carries the headers that browsers want.
/// </summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.StrictTransportSecurity = "max-age=31536000";
        if (
            context.Request.Headers.TryGetValue("X-Request-Id", out var id)
            && id is [{ Length: <= 128 } text]
            && !text.Any(c => c is < ' ' or > '~')
        )
        {
            response.Headers["X-Request-Id"] = id;
        }

        if (Activity.Current is { } trace)
        {
            response.Headers.TraceParent = trace.Id;
        }

        try
        {
            await next(context);
            if (!response.HasStarted && response.LacksProblem())
            {
                await WhyBare(context).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be answered.
        }
#pragma warning disable CA1031 // The edge of the process: whatever failed is an answer here.
        catch (Exception e) when (!response.HasStarted)
#pragma warning restore CA1031
        {
            if (e is not BadHttpRequestException)
            {
                RequestFailed(log, context.Request.Method, context.Request.Path, e);
            }

            await OutcomeResults.Of(e).ExecuteAsync(context);
        }
    }

    /// <summary>What an answer without a body would have said.</summary>
    private static Problem WhyBare(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status400BadRequest
        && OptionalQuery.FlawIn(context) is { } parameter
            ? OutcomeResults.Unbound(parameter)
            : OutcomeResults.Of(context.Response.StatusCode);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void RequestFailed(ILogger log, string method, string path, Exception e);
}

/// <summary>Answers that a part of the framework gave as a status alone.</summary>
internal static class BareAnswers
{
    public static bool LacksProblem(this HttpResponse response) =>
        response is { StatusCode: >= 400, ContentType: null };
}
