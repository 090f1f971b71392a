namespace Commerce.Http;

/// <summary>Requests that share a limit.</summary>
/// <param name="Name">As clients and the settings call it.</param>
internal sealed record RateClass(string Name)
{
    public static RateClass Browse { get; } = new("browse");

    public static RateClass Cart { get; } = new("cart");

    public static RateClass Checkout { get; } = new("checkout");

    /// <summary>Tickets for waiting rooms.</summary>
    public static RateClass Tickets { get; } = new("tickets");

    /// <summary>What costs a password's hash or a mail, or tells whether one is right.</summary>
    public static RateClass SignIn { get; } = new("sign-in");

    public static RateClass Operators { get; } = new("operators");

    /// <summary>What is not limited: probes, and providers' signed news.</summary>
    public static RateClass None { get; } = new("none");

    public static RateClass Of(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RateClass>()
        ?? (Scope.Of(endpoint) is null ? Browse : Operators);
}

internal static class RateClasses
{
    private static readonly object Beginning = new();

    /// <summary>
    /// Says which limit counts; else operators' routes have theirs, and all others browse.
    /// </summary>
    public static TBuilder Limited<TBuilder>(this TBuilder route, RateClass limit)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(limit);

    /// <summary>Says that who asks for this has nothing in the shop yet.</summary>
    public static TBuilder BeginsVisit<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Beginning);

    public static bool BeginsVisit(this Endpoint? endpoint) =>
        endpoint?.Metadata.Contains(Beginning) is true;
}
