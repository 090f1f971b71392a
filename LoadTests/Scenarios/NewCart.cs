namespace Commerce.LoadTests.Scenarios;

/// <summary>A new, empty cart: one event appended, so also the norm of the commit time.</summary>
internal sealed class NewCart : Scenario
{
    private const string Path = "/api/v1/carts";

    public override string Name => "new-cart";

    public override string About => "open a cart: one event, one commit";

    public override async ValueTask<bool> Operate(Client client) => await Open(client) is not null;

    /// <summary>The path of a new cart; null when the shop refused one.</summary>
    public static async ValueTask<string?> Open(Client client)
    {
        var response = await client.Post(Path, "{}", step: "cart");
        return response.Is(201) ? response.Header("Location"u8) : null;
    }

    /// <summary>The path of a new cart, as a piece of set-up.</summary>
    public static async ValueTask<string> Require(Client client)
    {
        var response = await client.Post(Path, "{}");
        var path = response.Header("Location"u8);
        SetUpException.Require(response.Is(201) && path is not null, $"POST {Path}", response);
        return path!;
    }
}
