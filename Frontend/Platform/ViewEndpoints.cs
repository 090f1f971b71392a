using System.Text.Json.Serialization;
using Commerce.Http;
using Commerce.Views;

namespace Commerce.Platform;

/// <summary>The lists of the store: how far each has come, and making one anew.</summary>
internal static class ViewEndpoints
{
    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/admin/v1/views").WithTags("Platform");

        views
            .MapGet("", GetAll)
            .RequireScope("ops:read")
            .Means("listViews", "How far each list of the store has come along the journal.")
            .Answers<ViewsBody>(200);
        views
            .MapPost("/{name}/rebuild", Rebuild)
            .RequireScope("ops:write")
            .Means("rebuildView", "Makes a list anew; the rows that there are serve until then.")
            .Answers<ViewBody>(202)
            .Refuses(404, "not_found");
    }

    private static async Task<IResult> GetAll(IGrainFactory grains)
    {
        var all = await grains.View("all").GetAll();
        return new Answer<ViewsBody>(new([.. all.Select(ViewBody.From)]));
    }

    private static async Task<IResult> Rebuild(string name, IGrainFactory grains)
    {
        var all = await grains.View("all").GetAll();
        if (all.All(view => view.Name != name))
            return ViewRejections.NotFound.ToProblem();

        var begun = await grains.View(name).Rebuild();
        return begun.Match(view => new Answer<ViewBody>(
            ViewBody.From(view),
            StatusCodes.Status202Accepted
        )
        {
            Location = "/admin/v1/views",
        });
    }
}

internal sealed record ViewsBody(IReadOnlyList<ViewBody> Data);

/// <param name="State"><c>complete</c>, or <c>building</c> beside the rows that serve.</param>
/// <param name="Position">The journal's last event that it has seen.</param>
/// <param name="LagMilliseconds">
/// How long ago the first event happened that it may not know; 0 if it knows all.
/// </param>
internal sealed record ViewBody(
    string Name,
    int Version,
    string State,
    long Position,
    long LagMilliseconds
)
{
    public static ViewBody From(ViewStanding view) =>
        new(
            view.Name,
            view.Version,
            view.IsComplete ? "complete" : "building",
            view.Position,
            (long)view.Lag.TotalMilliseconds
        );
}

[JsonSerializable(typeof(ViewsBody))]
internal sealed partial class ViewHttpJson : JsonSerializerContext;
