namespace Commerce.LoadTests.Scenarios;

/// <summary>The least a server can do, so the norm of what its processors carry.</summary>
internal sealed class Livez : Scenario
{
    public override string Name => "livez";

    public override string About => "ask whether the server lives";

    public override async ValueTask<bool> Operate(Client client) =>
        (await client.Get("/livez")).Is(200);
}
