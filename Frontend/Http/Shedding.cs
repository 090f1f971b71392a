namespace Commerce.Http;

/// <summary>
/// Sends requests away at once where more are on their way than are soon done: what pays for itself
/// least first, checkouts last. Whoever has nothing yet goes before those who have begun: what was
/// done for a cart is lost if it gets no further. What only waits for news does not count.
/// </summary>
internal sealed class Shedding(RequestDelegate next, IConfiguration settings)
{
    private const int RequestsDefault = 1_000;

    /// <summary>Whoever wants to queue is told when to come, not that something is wrong.</summary>
    public static Problem Later { get; } =
        new(
            StatusCodes.Status429TooManyRequests,
            "rate_limited",
            "So many come at once. Wait as long as Retry-After says."
        );

    private readonly int _max = Settings.Number(settings, "RequestsAtOnce", RequestsDefault);
    private int _running;

    public async Task InvokeAsync(HttpContext context)
    {
        var limit = RateClass.Of(context.GetEndpoint());
        if (limit == RateClass.None || OnlyWaits(context.Request))
        {
            await next(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _running) <= _max * ShareOf(limit, context))
            {
                await next(context);
                return;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        await (limit == RateClass.Tickets ? Later : Rejections.Overloaded.ToProblem()).ExecuteAsync(
            context
        );
    }

    /// <summary>How full the house may be for somebody to be let in.</summary>
    private static double ShareOf(RateClass limit, HttpContext context) =>
        limit == RateClass.Browse || context.GetEndpoint().BeginsVisit() ? 0.5
        : limit == RateClass.Cart ? 0.75
        : 1;

    private static bool OnlyWaits(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (
            request.Headers.ContainsKey("Prefer")
            || request.Headers.Accept.ToString().Contains("event-stream", StringComparison.Ordinal)
        );
}
