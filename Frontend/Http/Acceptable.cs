using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Commerce.Http;

/// <summary>
/// Refuses requests that accept nothing that their route answers. Whoever accepts JSON, or
/// anything, or says nothing that can be read, is let pass.
/// </summary>
internal sealed class Acceptable(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        IsAccepted(context.Request.Headers.Accept.ToString(), context.GetEndpoint())
            ? next(context)
            : OutcomeResults.Of(StatusCodes.Status406NotAcceptable).ExecuteAsync(context);

    private static bool IsAccepted(string accept, Endpoint? endpoint)
    {
        if (
            accept is "" or "*/*" or "application/json"
            || endpoint is null
            || !MediaTypeHeaderValue.TryParseList([accept], out var ranges)
        )
        {
            return true;
        }

        var answers = endpoint
            .Metadata.OfType<IProducesResponseTypeMetadata>()
            .SelectMany(each => each.ContentTypes)
            .ToList();
        return answers.Count == 0
            || answers.Exists(type =>
                ranges.Any(range =>
                    range.Quality is not 0 && new MediaTypeHeaderValue(type).IsSubsetOf(range)
                )
            );
    }
}
