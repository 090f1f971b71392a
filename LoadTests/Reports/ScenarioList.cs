using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests.Reports;

/// <summary>What there is to play, for people.</summary>
public static class ScenarioList
{
    public static void Write(TextWriter writer)
    {
        foreach (var scenario in Playbook.All())
        {
            writer.WriteLine($"{scenario.Name, -12} {scenario.About}");
            if (scenario.PlanOf(length: null) is { } plan)
                writer.WriteLine($"{"", -12}   by itself: {plan.Text}");
        }

        writer.WriteLine($"{"flash-sale", -12} a sale with people and bots, and its judge");
        writer.WriteLine($"{"", -12}   see ./dev load flash-sale --help");
    }
}
