using Commerce.Accounts;
using Commerce.Privacy;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary><c>kill -9</c> at each step of an erasure: it goes on from there by itself.</summary>
[Trait("Suite", "Crash")]
[Collection(nameof(Upheavals))]
public sealed class ErasureCrashTests : IDisposable
{
    private static readonly string[] Points =
    [
        "before:customer.closed",
        "after:customer.closed",
        "before:claim.doubted",
        "before:customer.erased",
        "before:privacy.looked",
    ];

    private readonly Issuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Whoever_asked_once_is_erased_however_often_the_store_dies()
    {
        string[] settings = [.. _issuer.Settings, "--Privacy:OrderDays=0"];
        var mara = new Person("zq8mara");
        await using var store = await StoreProcess.Start(
            "Sabotage",
            [.. settings, $"--crash={Points[0]}"]
        );
        await store.Shop.Stock("TEA", units: 10);
        var guest = store.As(bearer: null);
        var account = new { email = mara.Email, password = Person.Password };
        var opened = (await guest.Post("/api/v1/accounts", account, key: null)).Expect(201);
        var shop = store.As(PrivacyStore.SignRecently(_issuer, opened.Text("id")));
        var order = (await mara.Buy(shop, "TEA")).Text("id");

        await Hear(shop.Post("/api/v1/me/erasure", new { }, key: null));
        await store.Died();
        foreach (var point in Points[1..])
        {
            await store.Restart("Sabotage", [.. settings, $"--crash={point}"]);
            await store.Died();
        }

        await store.Restart("Silo", settings);
        await store.Shop.Await("privacy.looked", "ordersKept");

        var told = (await store.Shop.GetOrder(order)).Expect(200);
        Assert.True(told.Body["redacted"]!.GetValue<bool>());
        Assert.Equal("erased", (await shop.Get("/api/v1/me/erasure")).Text("status"));
        (await guest.Post("/api/v1/accounts", account, key: null)).Expect(201);
    }

    /// <summary>What a store that dies has to say.</summary>
    private static async Task Hear(Task<Reply> reply)
    {
        try
        {
            await reply;
        }
        catch (HttpRequestException)
        {
            // It died.
        }
    }
}
