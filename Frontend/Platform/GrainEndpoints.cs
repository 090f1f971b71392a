using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Http;

namespace Commerce.Platform;

/// <summary>One grain as it stands, and what happened to it last.</summary>
internal static class GrainEndpoints
{
    private const int EventsShown = 50;
    private const int IdLengthMax = 300;

    public static void MapGrains(this IEndpointRouteBuilder routes) =>
        // A claim's id has a slash in it.
        routes
            .MapGet("/admin/v1/grains/{type}/{**id}", Get)
            .RequireScope("ops:read")
            .WithTags("Platform")
            .Means("getGrain", "What a grain is, where it is and what happened to it last.")
            .Answers<GrainBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");

    private static async Task<IResult> Get(string type, string? id, IGrainFactory grains)
    {
        if (
            id is not { Length: > 0 and <= IdLengthMax }
            || grains.Inspected(type, id) is not { } grain
        )
            return InspectionRejections.NotFound.ToProblem();

        var inspected = await grain.Inspect();
        if (!inspected.IsAccepted)
            return inspected.Rejection.ToProblem();

        var found = inspected.Value;
        var after = long.Max(0, found.Version - EventsShown);
        var events = await grains.Log().ReadStream($"{type}/{id}", after, EventsShown);
        return new Answer<GrainBody>(
            new(
                type,
                id,
                found.Version,
                found.Queue,
                found.Node,
                found.WakeAt,
                JsonElement.Parse(found.State.Span),
                [.. events.Select(each => JsonElement.Parse(LogEndpoints.Item(each).Span))]
            )
        )
        {
            Version = found.Version,
        };
    }
}

internal sealed record GrainBody(
    string Type,
    string Id,
    long Version,
    int Queue,
    string Node,
    DateTimeOffset? WakeAt,
    JsonElement State,
    IReadOnlyList<JsonElement> Events
);

[JsonSerializable(typeof(GrainBody))]
internal sealed partial class GrainHttpJson : JsonSerializerContext;
