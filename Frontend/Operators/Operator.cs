using System.Security.Claims;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Operators;

/// <summary>
/// An operator at work: a person with an account, a tool with an id of its own, or whoever has the
/// break-glass key, which is one person to us.
/// </summary>
/// <param name="Name">The account's id, or the tool's.</param>
/// <param name="Scopes">What the token allows; <c>null</c>: everything.</param>
internal sealed record Operator(string Name, IReadOnlyList<string>? Scopes)
{
    private const string ScopeClaim = "scope";

    public static Operator Key { get; } = new("break-glass key", Scopes: null);

    /// <summary>
    /// Who asks, whatever they may do; <c>null</c> for whoever shows neither the key nor a token.
    /// </summary>
    public static Operator? Of(HttpContext http)
    {
        if (http.Features.Get<OperatorSession>() is { } session)
            return session.By;
        if (http.Features.Get<InnerRequest>() is { } inner)
            return inner.By;
        var keys = http.RequestServices.GetRequiredService<ServerKeys>();
        if (keys.IsOperator(http.Request.Headers.Authorization))
            return Key;

        return http.User.FindFirstValue("sub") is { } subject
            ? new(subject, [.. http.User.FindAll(ScopeClaim).SelectMany(each => Split(each.Value))])
            : null;
    }

    /// <summary>Whether that scope is among theirs.</summary>
    public bool Has(string scope) =>
        Scopes is null || Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>Whether they may do what needs that scope, now.</summary>
    /// <remarks>
    /// A person's roles are asked for each time: what was taken from them they cannot do any more,
    /// whatever their token says.
    /// </remarks>
    public async ValueTask<bool> May(string scope, IGrainFactory grains) =>
        Has(scope)
        && (
            !CustomerId.TryParse(Name, provider: null, out var person)
            || Roles
                .ScopesOf(await grains.Customer(person).GetRoles())
                .Contains(scope, StringComparer.Ordinal)
        );

    /// <summary>As it is noted: <c>till-7 (inventory:read inventory:write)</c>.</summary>
    public override string ToString() =>
        Scopes is null ? Name : $"{Name} ({string.Join(' ', Scopes)})";

    /// <summary>Who was noted; before names were, it was whoever had the key.</summary>
    public static Operator Parse(string? noted) =>
        noted?.Split(" (") is [var name, var scopes]
            ? new(name, [.. Split(scopes.TrimEnd(')'))])
            : Key;

    private static string[] Split(string scopes) =>
        scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
