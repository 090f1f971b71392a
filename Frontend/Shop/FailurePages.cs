using Commerce.Http;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>Says on a page what went wrong where people look at one.</summary>
internal sealed class FailurePages : IProblemPage
{
    /// <summary>Where programs ask, whatever they say that they accept.</summary>
    private static readonly string[] Programs = ["/api", "/admin", "/hooks", "/assets"];

    public IResult? Of(HttpContext context, Problem problem) =>
        IsForPeople(context)
            ? new HtmlPage<FailurePage>(
                new FailureModel(problem.Status, Said.Of(problem)),
                problem.Status
            )
            {
                HasNoCart = problem.Status >= StatusCodes.Status500InternalServerError,
            }
            : null;

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
