using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;

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

    /// <summary>Its load where no other is asked for; <c>null</c>: a closed loop.</summary>
    /// <param name="length">How long it is to last, where that is said.</param>
    public virtual LoadPlan? PlanOf(TimeSpan? length) => null;

    /// <summary>Whether its users are people, who think between two steps.</summary>
    public virtual bool Thinks => false;

    /// <summary>Connections without which its plan of rates would not be what it says.</summary>
    public virtual int ConnectionsMin => 1;

    /// <summary>Whether the shop may send its users away for now, by 429 or 503 with a time to come
    /// again: they are counted by their answers, neither as served nor as failed.</summary>
    public virtual bool MayBeSentAway => false;

    /// <summary>Whether it cannot be shared by agents: what it measures or plays is one.</summary>
    public virtual bool IsAlone => false;

    /// <summary>Makes what the operations need; not measured.</summary>
    /// <param name="plan">All of the load that comes, warm-up too.</param>
    /// <exception cref="SetUpException">The server refused a part of it.</exception>
    public virtual Task Prepare(Fleet fleet, LoadPlan plan) => Task.CompletedTask;

    /// <summary>The load that is played, where it follows from what <see cref="Prepare"/> found.
    /// </summary>
    /// <param name="asked">As its user, or <see cref="PlanOf"/>, says it.</param>
    public virtual LoadPlan Fit(LoadPlan asked) => asked;

    /// <summary>One operation, on one connection.</summary>
    /// <returns>False when an answer was not the expected one.</returns>
    public abstract ValueTask<bool> Operate(Client client);

    /// <summary>What must hold of a run of it, besides what its user asks.</summary>
    /// <param name="desk">An operator's, where the run has a key.</param>
    /// <param name="metrics">What the server told of itself meanwhile.</param>
    public virtual Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    ) => Task.FromResult<IReadOnlyList<Check>>([]);
}
