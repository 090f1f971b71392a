using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Commerce.Http;

/// <summary>
/// Which other origins' pages may call the API from a browser: none, unless
/// <c>Cors:Origins</c> names them.
/// </summary>
internal static class Origins
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void UseOrigins(this WebApplication app)
    {
        var origins = Settings.Texts(app.Configuration.GetSection("Cors"), "Origins").ToArray();
        if (origins.Length > 0)
            app.UseCors(policy => Allow(policy, origins));
    }

    private static void Allow(CorsPolicyBuilder policy, string[] origins) =>
        policy
            .WithOrigins(origins)
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders(
                "ETag",
                "Location",
                "Link",
                "Retry-After",
                "RateLimit",
                "RateLimit-Policy",
                "Idempotent-Replayed",
                "X-Request-Id",
                "traceparent"
            )
            .SetPreflightMaxAge(PreflightAge);
}
