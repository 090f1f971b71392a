using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Commerce.Http;

/// <summary>
/// An answer that says no, as RFC 9457 has it, with a code that clients switch on.
/// </summary>
internal sealed class Problem(int status, string code, string detail) : IResult
{
    public int Status => status;

    public string Code => code;

    public string Detail => detail;

    /// <summary>What helps the client to do better: members of <c>errors</c>.</summary>
    public IReadOnlyList<RejectionDatum> Errors { get; init; } = [];

    /// <summary>Where the thing is that stands in the way.</summary>
    public string? Location { get; init; }

    /// <summary>How long to wait before it is tried again; some seconds, unless said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same, to be tried again after so long.</summary>
    public Problem After(TimeSpan wait) =>
        new(status, code, detail)
        {
            Errors = Errors,
            Location = Location,
            RetryAfter = wait,
        };

    /// <summary>Whether the same request may succeed later, unchanged.</summary>
    private bool Retryable =>
        status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
        || code.EndsWith("_in_progress", StringComparison.Ordinal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        httpContext.Features.Set(this);
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (
            RetryAfter is not null
            || status
                is StatusCodes.Status429TooManyRequests
                    or StatusCodes.Status503ServiceUnavailable
        )
        {
            // Spread out, so that those who were sent away do not come back together.
            var seconds = RetryAfter?.TotalSeconds ?? RandomNumberGenerator.GetInt32(1, 4);
            response.Headers.RetryAfter = $"{double.Max(1, double.Ceiling(seconds))}";
        }

        var pages =
            httpContext.Features.Get<IProblemPage>()
            ?? httpContext.RequestServices.GetService<IProblemPage>();
        return pages?.Of(httpContext, this)?.ExecuteAsync(httpContext) ?? WriteJson(httpContext);
    }

    private async Task WriteJson(HttpContext http)
    {
        http.Response.ContentType = "application/problem+json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        Write(json, http);
        await json.FlushAsync(http.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, HttpContext http)
    {
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", code.Replace('_', ' '));
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteString("instance", CardFree.Of(http.Request.Path.Value ?? ""));
        json.WriteString("code", code);
        json.WriteString("traceId", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        json.WriteBoolean("retryable", Retryable);
        if (Errors.Count > 0)
        {
            WriteErrors(json);
        }

        json.WriteEndObject();
    }

    /// <summary>One object a pointer, whose members are what is known about it.</summary>
    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors");
        foreach (var about in Errors.GroupBy(each => each.Pointer, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("pointer", CardFree.Of(about.Key ?? ""));
            if (about.All(each => each.Name != "code"))
            {
                json.WriteString("code", code);
            }

            foreach (var each in about)
            {
                if (each.Number is { } number)
                {
                    json.WriteNumber(each.Name, number);
                }
                else
                {
                    json.WriteString(each.Name, each.Text is { } text ? CardFree.Of(text) : null);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
