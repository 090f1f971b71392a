using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Commerce.Http;

/// <summary>
/// How long a request may take, body and answer: longer than any wait that it can ask for. Uploads
/// and what is live have no such limit.
/// </summary>
internal static class Deadlines
{
    private const int SecondsDefault = 30;

    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static IServiceCollection AddDeadlines(
        this IServiceCollection services,
        IConfiguration settings
    )
    {
        var seconds = Settings.Number(settings, "RequestSeconds", SecondsDefault);
        return services.AddRequestTimeouts(options =>
            options.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromSeconds(seconds),
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                WriteTimeoutResponse = Rejections.TooLate.ToProblem().ExecuteAsync,
            }
        );
    }

    /// <summary>Also ends the wait for a body, which the framework goes on with.</summary>
    public static void UseDeadlines(this WebApplication app)
    {
        app.UseRequestTimeouts();
        app.Use(
            async (context, next) =>
            {
                if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
                {
                    await next(context);
                    return;
                }

                await using var ending = context.RequestAborted.UnsafeRegister(
                    static reader => ((PipeReader)reader!).CancelPendingRead(),
                    context.Request.BodyReader
                );
                await next(context);
            }
        );
    }
}
