using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>What a customer who works here may do.</summary>
public sealed partial record Customer
{
    /// <summary>The names of their roles; what those allow the edge knows.</summary>
    public ImmutableSortedSet<string> Roles { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public Decision<ImmutableArray<string>, CustomerEvent> SetRoles(
        ImmutableArray<string> roles,
        string by,
        DateTimeOffset now
    )
    {
        if (!IsRegistered)
            return CustomerRejections.NotFound;

        var wanted = roles.ToImmutableSortedSet(StringComparer.Ordinal);
        return Told<ImmutableArray<string>>(
            customer => [.. customer.Roles],
            now,
            [
                .. wanted.Except(Roles).Select(role => new RoleGranted(role, by)),
                .. Roles.Except(wanted).Select(role => new RoleRevoked(role, by)),
            ]
        );
    }
}
