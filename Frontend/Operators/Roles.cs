namespace Commerce.Operators;

/// <summary>What people do here, and what they must be allowed for it.</summary>
internal static class Roles
{
    private static readonly string[] Reading =
    [
        "catalog:read",
        "inventory:read",
        "ops:read",
        "orders:read",
    ];

    /// <summary>Every scope that a route asks for, and no other.</summary>
    private static readonly string[] All =
    [
        .. Reading,
        "catalog:write",
        "clients:read",
        "clients:write",
        "customers:erase",
        "customers:list",
        "customers:read",
        "customers:write",
        "inventory:write",
        "operators:write",
        "ops:write",
        "orders:write",
        "refunds:approve",
        "refunds:create",
        "sales:operate",
    ];

    /// <summary>The scopes of each role, by its name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Scopes { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["administrator"] = All,
            ["catalog-manager"] = ["catalog:read", "catalog:write", "inventory:read"],
            ["finance"] = ["orders:read", "refunds:approve", "refunds:create"],
            ["inventory-manager"] = ["catalog:read", "inventory:read", "inventory:write"],
            ["order-agent"] =
            [
                "catalog:read",
                "customers:list",
                "customers:read",
                "inventory:read",
                "orders:read",
                "orders:write",
                "refunds:create",
            ],
            ["sales-operator"] = ["catalog:read", "inventory:read", "sales:operate"],
            ["viewer"] = Reading,
        };

    public static bool Has(string? role) => role is not null && Scopes.ContainsKey(role);

    /// <summary>What somebody with these roles may do.</summary>
    public static IEnumerable<string> ScopesOf(IEnumerable<string> roles) =>
        roles
            .SelectMany(role => Scopes.GetValueOrDefault(role) ?? [])
            .Distinct(StringComparer.Ordinal);
}
