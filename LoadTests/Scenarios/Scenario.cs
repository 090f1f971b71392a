namespace Commerce.LoadTests.Scenarios;

/// <summary>What one kind of user does over and over.</summary>
public abstract class Scenario
{
    /// <summary>How the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What one operation is, for the list of scenarios.</summary>
    public abstract string About { get; }

    /// <summary>Makes what the operations need; not measured.</summary>
    /// <param name="length">From the first operation to the last.</param>
    /// <exception cref="SetUpException">The server refused a part of it.</exception>
    public virtual Task Prepare(Fleet fleet, TimeSpan length) => Task.CompletedTask;

    /// <summary>One operation, on one connection.</summary>
    /// <returns>False when an answer was not the expected one.</returns>
    public abstract ValueTask<bool> Operate(Client client);
}
