namespace Commerce.LoadTests.Scenarios;

/// <summary>A day of a store: what people come for, and how often.</summary>
internal class Mixed : Mixture
{
    public override string Name => "mixed";

    public override string About =>
        "a store's day: 71 % browse (1 of them for an account, later), 15 search, 10 leave a cart, "
        + "4 check out";

    protected override IReadOnlyList<Part> Parts { get; } =
    [
        new("browse", 71, new Browse()),
        new("search", 15, new Search()),
        new("leave", 10, new Visit { Abandoned = 1 }),
        new("buy", 4, new Visit { Abandoned = 0 }),
    ];
}
