using System.Text.Json.Serialization;
using Commerce.Http;

namespace Commerce.Platform;

/// <summary>Whether stock and money add up, as of a cut of the journal.</summary>
internal static class IntegrityEndpoints
{
    public static void MapIntegrity(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/v1/integrity", Get)
            .RequireScope("ops:read")
            .WithTags("Platform")
            .Means("getIntegrity", "Whether stock and money add up: deltas that are all zero.")
            .Answers<IntegrityBody>(200);

    private static async Task<IResult> Get(IGrainFactory grains)
    {
        var report = await grains.Integrity().Report();
        return new Answer<IntegrityBody>(
            new(
                report.AsOf,
                [.. report.Deltas.Select(each => new DeltaBody(each.Check, each.Delta))],
                report.Faults,
                report.InFlight
            )
        );
    }
}

internal sealed record IntegrityBody(
    long AsOf,
    IReadOnlyList<DeltaBody> Deltas,
    IReadOnlyList<string> Faults,
    long InFlight
);

internal sealed record DeltaBody(string Check, long Delta);

[JsonSerializable(typeof(IntegrityBody))]
internal sealed partial class IntegrityHttpJson : JsonSerializerContext;
