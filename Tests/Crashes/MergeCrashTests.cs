using Commerce.Accounts;
using Commerce.FlashSales;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>
/// <c>kill -9</c> while a guest's cart comes into a customer's: it comes whole, and once, whether
/// they sign in again or never; and a sale's units are in one cart.
/// </summary>
[Trait("Suite", "Crash")]
[Collection(nameof(Upheavals))]
public sealed class MergeCrashTests
{
    /// <summary>Two are enough in a short run: <c>./dev crash</c> takes all.</summary>
    public static TheoryData<string> Points { get; } =
        Environment.GetEnvironmentVariable("CRASH_ROUNDS") is null
            ? ["after:cart.move-began", "after:cart.absorbed"]
            :
            [
                "after:customer-cart.begun",
                "after:cart.move-began",
                "before:cart.absorbed",
                "after:cart.absorbed",
            ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_merge_that_was_cut_short_is_finished(string point)
    {
        using var issuer = new Issuer();
        await using var store = await StoreProcess.Start(
            "Sabotage",
            [.. issuer.Settings, $"--crash={point}"]
        );
        var sale = await (await OpenSale.Draft(store.Shop, "DROP", units: 4)).Start();
        await store.Shop.Stock("TEA", units: 8);
        var guest = await sale.Hold(2);
        (await store.Shop.Add(guest, "TEA", 3)).Expect(201);
        var ada = store.As(issuer.Sign(Issuer.NewAccount()));

        await Hear(ada.Post("/api/v1/me/cart", new { cart = guest }, key: null));
        await store.Died();
        await store.Restart("Silo", issuer.Settings);
        if (point is "after:cart.move-began")
        {
            // Nobody asks again.
            await store.Shop.Await("cart.moved", "", seconds: 60);
        }

        var merged = await ada.Post("/api/v1/me/cart", new { cart = guest }, key: null);
        Assert.Equal("merged", (string?)merged.Expect(200, 201).Body["merge"]!["outcome"]);
        Assert.Equal(
            ["DROP 2", "TEA 3"],
            merged.Body["lines"]!
                .AsArray()
                .Select(line => $"{line!["sku"]} {line["quantity"]}")
                .Order(StringComparer.Ordinal)
        );
        (await ada.Checkout(merged.Text("id"), "k", email: "ada@example.org")).Expect(201);
        await sale.Counts("sold", 2);
        await sale.Counts("holding", 0);
        Assert.Empty(Invariants.Judge(await store.KillAndRead() with { IsAtRest = false }));
    }

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
