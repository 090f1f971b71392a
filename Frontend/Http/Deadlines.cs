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
}
