using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>Users of several kinds: each operation is one of its parts, by their weights, and its
/// steps are told with the part's name before them.</summary>
public abstract class Mixture : Scenario
{
    /// <summary>The same ones each time.</summary>
    protected abstract IReadOnlyList<Part> Parts { get; }

    public override bool Thinks => Parts.Any(part => part.Scenario.Thinks);

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        foreach (var part in Parts)
            await part.Scenario.Prepare(fleet, plan);
    }

    public override ValueTask<bool> Operate(Client client)
    {
        var part = Pick(client.Random.NextDouble() * Parts.Sum(each => each.Weight));
        client.Part = part.Name;
        return part.Scenario.Operate(client);
    }

    private Part Pick(double weight)
    {
        foreach (var part in Parts)
        {
            if (weight < part.Weight)
                return part;

            weight -= part.Weight;
        }

        return Parts[^1];
    }
}

/// <param name="Name">What reports call it: letters, with which those of its steps begin.</param>
/// <param name="Weight">How often it is played, to the weights of the others; above 0.</param>
public sealed record Part(string Name, double Weight, Scenario Scenario);
