using Commerce.Http;

namespace Commerce.Platform;

/// <summary>What whoever runs the process asks it.</summary>
internal static class HealthEndpoints
{
    /// <summary>Who does not know by then whether it is ready is not.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/livez", () => "ok")
            .ForEveryone()
            .WithTags("Platform")
            .Limited(RateClass.None)
            .Means("isAlive", "Whether the process answers at all.");
        routes
            .MapGet("/readyz", IsReady)
            .ForEveryone()
            .WithTags("Platform")
            .Limited(RateClass.None)
            .Means(
                "isReady",
                "Whether it may be sent requests: it has joined the cluster, can read the store, "
                    + "answers in time, and is not about to stop."
            );
    }

    private static async Task<IResult> IsReady(
        IGrainFactory grains,
        Door door,
        Departure departure,
        TimeProvider time
    )
    {
        if (!door.IsOpen)
            return NotReady("It was away, and does not know yet what happened meanwhile.");
        if (departure.HasBegun)
            return NotReady("It stops: send requests elsewhere.");

        var asked = grains.Readiness().Lacks();
        try
        {
            return await asked.WaitAsync(AnswerMax, time) switch
            {
                null => TypedResults.Text("ready"),
                "cluster" => NotReady("It is no member of the cluster."),
                _ => NotReady("It cannot read the store."),
            };
        }
        catch (TimeoutException)
        {
            asked.Ignore();
            return NotReady("It does not answer in time.");
        }
    }

    private static Problem NotReady(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, "not_ready", detail);
}
