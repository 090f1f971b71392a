using Commerce.Operators;

namespace Commerce.Ops;

/// <summary>One of the places that the pages' navigation leads to.</summary>
/// <param name="Scope">What its first page needs.</param>
internal sealed record OpsSection(string Name, string Path, string Scope)
{
    private static readonly OpsSection[] All =
    [
        new("Orders", "/ops/orders", "orders:read"),
        new("Stock", "/ops/stock", "inventory:read"),
        new("Sales", "/ops/sales", "orders:read"),
        new("Flash sales", "/console", "sales:operate"),
        new("Processes", "/ops/processes", "ops:read"),
        new("Integrity", "/ops/integrity", "ops:read"),
        new("Events", "/ops/events", "ops:read"),
        new("Dead letters", "/ops/dead-letters", "ops:read"),
        new("Audit", "/ops/audit", "ops:read"),
    ];

    /// <summary>Those that an operator may see.</summary>
    public static IEnumerable<OpsSection> Of(Operator who) =>
        All.Where(each => who.Has(each.Scope));

    /// <summary>Where somebody begins: who may see nothing is told so there.</summary>
    public static OpsSection First(Operator who) => Of(who).FirstOrDefault(All[0]);
}
