using Commerce.Http;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>Says on a page what went wrong where people look at one.</summary>
internal sealed class FailurePages : IFailurePages
{
    /// <summary>Where programs ask, whatever they say that they accept.</summary>
    private static readonly string[] Programs = ["/api", "/admin", "/hooks", "/assets"];

    public IResult? Of(HttpContext context, Problem problem) =>
        IsForPeople(context) ? Page(problem) : null;

    /// <summary>Shows the problems that the pages of a group come to.</summary>
    public static async ValueTask<object?> Show(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) => await next(context) is var result && result is Problem problem ? Page(problem) : result;

    private static HtmlPage<FailurePage> Page(Problem problem) =>
        new(new FailureModel(problem.Status, Said.Of(problem)), problem.Status)
        {
            HasNoCart = problem.Status >= StatusCodes.Status500InternalServerError,
        };

    private static bool IsForPeople(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IsPage>() is not null
        || (
            !Programs.Any(path =>
                context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)
            )
            && context
                .Request.Headers.Accept.ToString()
                .Contains("text/html", StringComparison.OrdinalIgnoreCase)
        );
}

/// <summary>What a page of failure says.</summary>
public sealed record FailureModel(int Status, Said Said);
