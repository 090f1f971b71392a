namespace Commerce.Http;

/// <summary>
/// Refuses requests with a card's number in a header, the query or the path, before anything reads,
/// keeps or logs it. Bodies are looked at as they are read.
/// </summary>
internal sealed class CardGuard(RequestDelegate next)
{
    /// <summary>Numbers that tracers make up: long, random, and not of people.</summary>
    private static readonly string[] Traces =
    [
        "traceparent",
        "tracestate",
        "baggage",
        "sentry-trace",
        "b3",
        "x-b3-",
        "x-amzn-",
        "x-cloud-trace-context",
        "x-datadog-",
    ];

    public Task InvokeAsync(HttpContext context) =>
        Find(context.Request) is { } where
            ? OutcomeResults.CardData(where).ExecuteAsync(context)
            : next(context);

    private static RejectionDatum? Find(HttpRequest request)
    {
        if (CardNumber.IsAmong(request.Path.Value ?? "", CardPlace.Goods))
        {
            // An answer says which path it is about, and should not repeat this one.
            request.Path = "/";
            return new(Pointer: null, "in", "path");
        }

        foreach (var (name, values) in request.Headers)
        {
            if (!IsTrace(name) && values.Any(value => CardNumber.IsAmong(value ?? "")))
                return new(Pointer: null, "header", name);
        }

        return request.QueryString.HasValue ? FindInQuery(request.Query) : null;
    }

    private static RejectionDatum? FindInQuery(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (values.Prepend(name).Any(value => CardNumber.IsAmong(value ?? "", CardPlace.Goods)))
            {
                return new(Pointer: null, "in", "query");
            }
        }

        return null;
    }

    private static bool IsTrace(string header) =>
        Array.Exists(
            Traces,
            trace =>
                trace[^1] == '-'
                    ? header.StartsWith(trace, StringComparison.OrdinalIgnoreCase)
                    : header.Equals(trace, StringComparison.OrdinalIgnoreCase)
        );
}
