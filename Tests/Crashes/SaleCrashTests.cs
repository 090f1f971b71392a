using Commerce.FlashSales;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>
/// <c>kill -9</c> while an order claims of a sale, or gives that back: whatever becomes of it, no
/// claim is left behind, and its buyer may have again what the order does not buy.
/// </summary>
[Trait("Suite", "Crash")]
[Collection(nameof(Upheavals))]
public sealed class SaleCrashTests
{
    /// <summary>In which some of the points are enough: <c>./dev crash</c> takes all.</summary>
    private static readonly bool IsShort =
        Environment.GetEnvironmentVariable("CRASH_ROUNDS") is null;

    /// <summary>Two carts have claimed before the order claims in four ledgers.</summary>
    public static TheoryData<string, string> Points { get; } =
        IsShort
            ? new()
            {
                { "after:limit.claimed:4", "tok_ok" },
                { "after:limit.released:1", "tok_declined" },
            }
            : new()
            {
                { "before:order.placed", "tok_ok" },
                { "after:order.placed", "tok_ok" },
                { "before:limit.claimed:4", "tok_ok" },
                { "after:limit.claimed:4", "tok_ok" },
                { "before:order.reserved", "tok_ok" },
                { "after:provider-called", "tok_ok" },
                { "before:order.confirmed", "tok_ok" },
                { "before:order.payment-failed", "tok_declined" },
                { "after:limit.released:1", "tok_declined" },
            };

    /// <summary>Its money, units and claims are given back, in this order: then it rests.</summary>
    public static TheoryData<string> CancelPoints { get; } =
        IsShort
            ? ["after:limit.released:3"]
            : ["before:limit.released:1", "after:limit.released:3", "before:order.settled"];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task An_order_goes_on_and_gives_back_what_it_claimed(string point, string token)
    {
        await using var store = await StoreProcess.Start("Sabotage", $"--crash={point}");
        var (cart, other) = await Hold(store);
        await Hear(store.Shop.Checkout(cart, "k", $"{token}.fp_card"));
        await store.Died();
        await store.Restart();

        var again = await store.Shop.Checkout(cart, "k", $"{token}.fp_card");
        var order = again.Expect(201, 202, 402).Location.Split('/')[^1];
        Assert.Equal("purchase_limit_reached", (await store.Shop.Checkout(other, "early")).Code);
        (await store.Shop.Cancel(order, "c")).Expect(200, 202);
        await store.Shop.Await("order.settled", order);

        (await store.Shop.Checkout(other, "late", "tok_ok.fp_card")).Expect(201);
        await Judge(store);
    }

    [Theory]
    [MemberData(nameof(CancelPoints))]
    public async Task A_cancelled_order_gives_back_the_rest(string point)
    {
        await using var store = await StoreProcess.Start("Sabotage", $"--crash={point}");
        var (cart, other) = await Hold(store);
        var order = (await store.Shop.Checkout(cart, "k", "tok_ok.fp_card")).Expect(201).Text("id");
        await Hear(store.Shop.Cancel(order, "c"));
        await store.Died();
        await store.Restart();
        await store.Shop.Await("order.settled", order);

        (await store.Shop.Checkout(other, "late", "tok_ok.fp_card")).Expect(201);
        await Judge(store);
    }

    [Fact]
    public async Task An_order_that_was_never_placed_has_claimed_nothing()
    {
        await using var store = await StoreProcess.Start("Sabotage", "--crash=before:order.placed");
        var (cart, other) = await Hold(store);
        await Hear(store.Shop.Checkout(cart, "k"));
        await store.Died();
        await store.Restart();
        await store.Shop.Await("cart.reopened", cart, seconds: 60);

        (await store.Shop.Checkout(other, "late")).Expect(201);
        await Judge(store);
    }

    /// <summary>Two carts of one buyer, of which each holds all that one may have.</summary>
    private static async Task<(string Cart, string Other)> Hold(StoreProcess store)
    {
        var sale = await (await OpenSale.Draft(store.Shop, "DROP", units: 4)).Start();
        return (await sale.Hold(2), await sale.Hold(2));
    }

    private static async Task Judge(StoreProcess store) =>
        Assert.Empty(Invariants.Judge(await store.KillAndRead() with { IsAtRest = false }));

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
