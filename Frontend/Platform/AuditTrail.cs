using System.Diagnostics;
using Commerce.Http;
using Commerce.Operators;

namespace Commerce.Platform;

/// <summary>
/// Notes every write of an operator before it is answered. One that cannot be noted is answered as
/// what it is: it may have happened, or may not.
/// </summary>
internal sealed class AuditTrail(RequestDelegate next, IGrainFactory grains)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (WhoWrites(context) is not { } who)
        {
            await next(context);
            return;
        }

        context.Response.OnStarting(() => Note(context, who));
        await next(context);
        // What has no body yet and needs one is given it further out, and noted then.
        if (context.Response is { HasStarted: false } answer && !answer.LacksProblem())
            await answer.StartAsync(context.RequestAborted);
    }

    /// <summary>The operator who writes here; <c>null</c> where nobody does.</summary>
    private static string? WhoWrites(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (
            HttpMethods.IsGet(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method)
            || metadata is null
            || metadata.GetMetadata<NotAudited>() is not null
        )
            return null;

        return context.Features.Get<InnerRequest>() is not null
            ? $"{Operator.Of(context)}, in bulk"
            : Callers.Of(context.GetEndpoint()) switch
            {
                Scope => Operator.Of(context)?.ToString(),
                OperatorPage => $"{Operator.Of(context)?.Name}, by page",
                _ => null,
            };
    }

    private Task Note(HttpContext context, string who)
    {
        var (request, response) = (context.Request, context.Response);
        var id = response.Headers["X-Request-Id"].ToString();
        return grains
            .Audit()
            .Note(
                new(
                    who,
                    request.Method,
                    request.Path.Value ?? "",
                    response.StatusCode,
                    context.Features.Get<Problem>()?.Code,
                    id.Length > 0
                        ? id
                        : Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier
                )
            );
    }
}

/// <summary>
/// Marks what points of sale do all day: the stock's own events name who did it.
/// </summary>
internal sealed record NotAudited;
