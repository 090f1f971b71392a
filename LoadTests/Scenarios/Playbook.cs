namespace Commerce.LoadTests.Scenarios;

/// <summary>Every scenario there is.</summary>
public static class Playbook
{
    /// <summary>Each anew, in the order of their names.</summary>
    public static IReadOnlyList<Scenario> All() =>
        [
            .. typeof(Scenario)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Scenario)) && !type.IsAbstract)
                .Select(type => (Scenario)Activator.CreateInstance(type)!)
                .OrderBy(scenario => scenario.Name, StringComparer.Ordinal),
        ];

    /// <returns><c>null</c> where there is none of that name.</returns>
    public static Scenario? Find(string name) =>
        All()
            .FirstOrDefault(scenario =>
                string.Equals(scenario.Name, name, StringComparison.Ordinal)
            );
}
