using Commerce.FlashSales;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>
/// Each of these stores has one thing wrong with it, and one invariant that convicts it. The same
/// scenario without the fault is acquitted, so it is the fault that is found.
/// </summary>
[Trait("Suite", "Crash")]
[Collection(nameof(Upheavals))]
public sealed class KnownBadTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=acknowledge-before-append", "I2 stock tells the truth")]
    public Task Acknowledged_before_append(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, witness) =>
            {
                await witness.Ask(
                    1,
                    CallKind.Receive,
                    "TEA",
                    "r",
                    () => store.Shop.Receive("TEA", 5, "r"),
                    quantity: 5
                );
                return await store.KillAndRead();
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=reads-undurable-state", "I2 reads were durable")]
    public Task Read_from_undurable_state(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, witness) =>
            {
                (await store.Shop.Receive("TEA", 5, "r1")).Expect(201);
                var receiving = Hear(store.Shop.Receive("TEA", 3, "r2"));
                while (await Read(store, witness) is not null)
                {
                    // Until it dies, with the second receipt still to be written.
                }

                await store.Died();
                await receiving;
                return await Evidence.Of(store.Folder.FullName);
            },
            "--crash=before:stock.received:2",
            "--linger=700"
        );

    [Theory]
    [InlineData("--fault=two-writers", null)]
    [InlineData("--fault=no-fence", "I5 holds end once")]
    public Task Two_writers(string fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, _) =>
            {
                (await store.Shop.Receive("TEA", 5, "r")).Expect(201);
                (await store.Shop.Hold("TEA", "till", 1, seconds: 600)).Expect(201);
                return (await store.KillAndRead()) with { IsAtRest = false };
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=half-a-decision", "I1 nothing oversold")]
    public Task Half_a_decision(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, _) =>
            {
                (await store.Shop.Receive("TEA", 5, "r")).Expect(201);
                (await store.Shop.Hold("TEA", "till", 5, seconds: 600)).Expect(201);
                var counting = Hear(store.Shop.Count("TEA", to: 2, "c"));
                await store.Died();
                await counting;
                return (await Evidence.Of(store.Folder.FullName)) with { IsAtRest = false };
            },
            "--crash=after:stock.counted"
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=forgets-order-is-placed", "I4 one order per checkout")]
    public Task An_order_placed_whenever_it_is_asked_for(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, witness) =>
            {
                await store.Shop.Stock("TEA", 5);
                var cart = await store.Shop.FillCart("TEA");
                await Buy(store, witness, cart, "k");
                await Buy(store, witness, cart, "k");
                return (await store.KillAndRead()) with { IsAtRest = false };
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=no-expiry", "I5 nothing held at rest")]
    public Task No_expiry(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, _) =>
            {
                (await store.Shop.Receive("TEA", 5, "r")).Expect(201);
                (await store.Shop.Hold("TEA", "till", 1, seconds: 2)).Expect(201);
                var mark = (await store.Shop.GetEvents(after: null)).Expect(200).Body["page"]!;
                // Whatever still happens does so within ten seconds.
                await store.Shop.GetEvents(mark["last"]!.GetValue<string>(), wait: 10);
                return await store.KillAndRead();
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=confirms-before-stock-is-sold", "I1 sold before confirmed")]
    public Task Confirmed_before_stock_is_sold(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, witness) =>
            {
                await store.Shop.Stock("TEA", 5);
                await Buy(store, witness, await store.Shop.FillCart("TEA"), "k");
                return (await store.KillAndRead()) with { IsAtRest = false };
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=new-provider-key-per-retry", "I4 charged at most once")]
    public Task A_new_key_of_the_provider_per_retry(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, witness) =>
            {
                await store.Shop.Stock("TEA", 5);
                var cart = await store.Shop.FillCart("TEA");
                await Buy(store, witness, cart, "k", "tok_charged_but_lost");
                return (await store.KillAndRead()) with { IsAtRest = false };
            }
        );

    [Theory]
    [InlineData(null, null)]
    [InlineData("--fault=forgets-unpaid-claims", "I9 nobody is over a limit")]
    public Task A_limit_that_forgets_what_is_not_paid_for(string? fault, string? invariant) =>
        Convict(
            fault,
            invariant,
            async (store, _) =>
            {
                var sale = await OpenSale.Draft(store.Shop, "DROP", units: 5, limit: 1);
                await sale.Start();
                var first = await Admitted(store.Shop, sale);
                var second = await Admitted(store.Shop, sale);
                (await store.Shop.Checkout(first, "k", "tok_declined")).Expect(402);
                var other = await store.Shop.Checkout(second, "k");
                Assert.Equal(fault is null ? 409 : 201, other.Status);
                await store.Shop.Checkout(first, "again");
                return (await store.KillAndRead()) with { IsAtRest = false };
            }
        );

    /// <summary>A cart with a unit of the sale.</summary>
    private static async Task<string> Admitted(Shop shop, OpenSale sale)
    {
        var cart = await shop.OpenCart();
        var ticket = (await sale.Join(cart)).Expect(201).Text("id");
        (await sale.Buy(cart, 1, await sale.LetIn(ticket))).Expect(201);
        return cart;
    }

    private static async Task Convict(
        string? fault,
        string? invariant,
        Func<StoreProcess, Witness, Task<Facts>> scenario,
        params string[] arguments
    )
    {
        string[] all = fault is null ? arguments : [fault, .. arguments];
        await using var store = await StoreProcess.Start("Sabotage", all);
        var witness = new Witness();

        var facts = await scenario(store, witness) with { History = witness.History };
        var found = Invariants.Judge(facts);

        if (invariant is null)
            Assert.Empty(found);
        else
            Assert.Contains(found, each => each.StartsWith(invariant, StringComparison.Ordinal));
    }

    private static Task<Reply?> Buy(
        StoreProcess store,
        Witness witness,
        string cart,
        string key,
        string token = "tok_ok"
    ) => witness.Ask(1, CallKind.Checkout, cart, key, () => store.Shop.Checkout(cart, key, token));

    private static Task<Reply?> Read(StoreProcess store, Witness witness) =>
        witness.Ask(1, CallKind.Read, "TEA", "", () => store.Shop.GetStock("TEA"));

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
