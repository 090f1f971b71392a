using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// What one kind of user does over and over. Each class of it that can be made is a scenario of the
/// command line: nothing else needs to know of it.
/// </summary>
public abstract class Scenario
{
    /// <summary>How the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What one operation is, for the list of scenarios.</summary>
    public abstract string About { get; }

    /// <summary>Its load where nothing else is said; <c>null</c>: a closed loop.</summary>
    public virtual LoadPlan? Plan => null;

    /// <summary>Whether its users are people, who think between two steps.</summary>
    public virtual bool Thinks => false;

    /// <summary>Makes what the operations need; not measured.</summary>
    /// <param name="plan">All of the load that comes, warm-up too.</param>
    /// <exception cref="SetUpException">The server refused a part of it.</exception>
    public virtual Task Prepare(Fleet fleet, LoadPlan plan) => Task.CompletedTask;

    /// <summary>One operation, on one connection.</summary>
    /// <returns>False when an answer was not the expected one.</returns>
    public abstract ValueTask<bool> Operate(Client client);
}
