namespace Commerce.Http;

/// <summary>
/// Who may call a route. Every route says it where it is mapped; what is said last, and so nearest
/// to the route, holds.
/// </summary>
/// <param name="Words">As people read it.</param>
internal record Callers(string Words)
{
    public static Callers Everyone { get; } = new("everyone");

    /// <summary>
    /// Whom a thing belongs to: the route's own handler knows them, and to all others it is as
    /// unknown as what never was.
    /// </summary>
    public static Callers Owners { get; } = new("owners");

    public static Callers Customers { get; } = new("customers");

    /// <summary>Whoever signs what they send with a secret that they share with us.</summary>
    public static Callers Providers { get; } = new("providers");

    /// <summary>Operators who have signed in to their pages, whatever they may do.</summary>
    public static Callers Operators { get; } = new OperatorPage(Scope: null);

    /// <summary>Who may call it; <c>null</c> for what is no route, or says nothing.</summary>
    public static Callers? Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<Callers>();
}

/// <summary>Operators who are allowed that: <c>inventory:write</c>.</summary>
internal sealed record Scope(string Name) : Callers(Name)
{
    public static new Scope? Of(Endpoint? endpoint) => Callers.Of(endpoint) as Scope;
}

/// <summary>Operators who have signed in to their pages, and are allowed that.</summary>
internal sealed record OperatorPage(string? Scope)
    : Callers(Scope is null ? "operators" : $"operators with {Scope}");

/// <summary>The words with which a route says who may call it.</summary>
public static class SaidCallers
{
    public static TBuilder ForEveryone<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Callers.Everyone);

    /// <summary>Its handler answers everybody else as if there were nothing.</summary>
    public static TBuilder ForOwners<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Callers.Owners);

    /// <summary>For whoever has signed in to an account of theirs.</summary>
    public static TBuilder ForCustomers<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Callers.Customers);

    /// <summary>Its handler believes only what is signed.</summary>
    public static TBuilder ForProviders<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Callers.Providers);

    /// <summary>For operators' pages: whoever has not signed in to them is sent to do so.</summary>
    /// <param name="scope">What they must be allowed; <c>null</c>: nothing.</param>
    public static TBuilder ForOperators<TBuilder>(this TBuilder route, string? scope = null)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new OperatorPage(scope));

    /// <summary>For operators with that scope: <c>inventory:write</c>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, string scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Scope(scope));
}
