using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A visitor searches for a word of a product, on the shop's page, and reads.</summary>
internal sealed class Search : Scenario
{
    private static readonly TimeSpan Reads = TimeSpan.FromSeconds(5);

    private string[] _words = [];
    private Popularity _popularity = new(1);

    public override string Name => "search";

    public override string About => "the shop's page of what is found for a popular word";

    public override bool Thinks => true;

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        _words = await Shelf.Words(fleet);
        _popularity = new(_words.Length);
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var word = Uri.EscapeDataString(_words[_popularity.Pick(client.Random)]);
        if (!(await client.Get($"/search?q={word}", "find")).Is(200))
            return false;

        await client.Think(Reads);
        return true;
    }
}
