namespace Commerce.LoadTests.Scenarios;

/// <summary>Every scenario there is.</summary>
public static class Playbook
{
    public static IReadOnlyList<Scenario> All() =>
        [
            new Livez(),
            new Browse(),
            new Category(),
            new Read(),
            new NewCart(),
            new AddLine(),
            new Purchase(),
            new HotSku(),
            new Admitted(),
        ];

    public static Scenario Find(string name) =>
        All().Single(scenario => string.Equals(scenario.Name, name, StringComparison.Ordinal));
}
