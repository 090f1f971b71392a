using Commerce.Http;

namespace Commerce.Platform;

/// <summary>What whoever runs the process asks it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/livez", () => "ok")
            .WithTags("Platform")
            .Limited(RateClass.None)
            .Means("isAlive", "Whether the process answers at all.");
        routes
            .MapGet("/readyz", () => "ready")
            .WithTags("Platform")
            .Limited(RateClass.None)
            .Means("isReady", "Whether it may be sent requests.");
    }
}
