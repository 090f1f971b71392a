using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>The same purchase by people who have signed in: what an account costs.</summary>
internal sealed class PurchaseSignedIn : Purchase
{
    public override string Name => "purchase-signed-in";

    public override string About => "a purchase with an access token, each user an account";

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        await base.Prepare(fleet, plan);
        foreach (var (client, token) in await Members.Register(fleet))
            client.ShopAs(token);
    }
}
