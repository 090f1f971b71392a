namespace Commerce.Http;

/// <summary>What the API's document tells of a route: said where the route is mapped.</summary>
internal static class Described
{
    public const string Problem = "application/problem+json";

    /// <param name="id">What clients call the operation: <c>addCartLine</c>.</param>
    /// <param name="summary">What it does, in a sentence.</param>
    public static RouteHandlerBuilder Means(
        this RouteHandlerBuilder route,
        string id,
        string summary
    ) => route.WithName(id).WithSummary(summary);

    /// <summary>Answers JSON of one shape, with these statuses.</summary>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder route,
        params int[] statuses
    )
    {
        foreach (var status in statuses)
            route.Produces<T>(status);

        return route;
    }

    /// <summary>Answers this status without a body.</summary>
    public static RouteHandlerBuilder AnswersOnly(this RouteHandlerBuilder route, int status) =>
        route.Produces(status);

    /// <summary>Takes JSON that is merged into what there is (RFC 7396).</summary>
    public static RouteHandlerBuilder Merges<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>("application/merge-patch+json", "application/json");

    /// <summary>May answer this status as a problem with one of these codes.</summary>
    public static RouteHandlerBuilder Refuses(
        this RouteHandlerBuilder route,
        int status,
        params string[] codes
    ) => route.WithMetadata(new Refusal(status, codes));

    /// <summary>Takes an <c>Idempotency-Key</c>, and records what it led to.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder route) =>
        route.WithMetadata(Key(isRequired: false)).Refuses(422, "idempotency_key_reused");

    /// <summary>Does nothing without an <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder RequiresKey(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(Key(isRequired: true))
            .Refuses(400, "idempotency_key_required")
            .Refuses(422, "idempotency_key_reused");

    /// <summary>Does nothing to another version than the one that <c>If-Match</c> names.</summary>
    public static RouteHandlerBuilder HonoursIfMatch(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new TakenHeader("If-Match", "The ETag of the version that is meant."))
            .Refuses(412, "precondition_failed");

    public static RouteHandlerBuilder RequiresIfMatch(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(
                new TakenHeader("If-Match", "The ETag of the version to replace.")
                {
                    IsRequired = true,
                }
            )
            .Refuses(412, "precondition_failed")
            .Refuses(428, "precondition_required");

    /// <summary>Asks whose account it is, where whoever asks has signed in.</summary>
    public static TBuilder KnowsAccounts<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new KnowsAccount());

    /// <summary>Holds its answer back for as long as <c>Prefer: wait=N</c> says.</summary>
    public static RouteHandlerBuilder Waits(this RouteHandlerBuilder route) =>
        route.Takes("Prefer", "wait=N: how many seconds to hold the answer back, 0 to 10.");

    public static RouteHandlerBuilder Takes(
        this RouteHandlerBuilder route,
        string header,
        string description,
        bool isRequired = false
    ) => route.WithMetadata(new TakenHeader(header, description) { IsRequired = isRequired });

    private static TakenHeader Key(bool isRequired) =>
        new("Idempotency-Key", "Names this request; sent again with it, it is not done again.")
        {
            IsRequired = isRequired,
            LengthMax = RequestHeaders.KeyLengthMax,
        };
}

/// <summary>A header that a route reads, beyond those that all do.</summary>
internal sealed record TakenHeader(string Name, string Description)
{
    public bool IsRequired { get; init; }

    /// <summary>In characters.</summary>
    public int? LengthMax { get; init; }
}

/// <summary>Marks a route that an account may be told, or must be.</summary>
internal sealed record KnowsAccount;

/// <summary>Codes of the problems with which a route answers a status.</summary>
internal sealed record Refusal(int Status, IReadOnlyList<string> Codes);
