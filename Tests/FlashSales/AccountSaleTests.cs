using Commerce.Accounts;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>Whole sales in which shoppers have signed in, in a store as it is shipped.</summary>
public sealed class AccountSaleTests(SaleStore store) : IClassFixture<SaleStore>
{
    private Shop Guest => store.Process.As(bearer: null);

    [Fact]
    public async Task An_account_has_one_ticket_with_whatever_carts_and_does_no_work_for_it()
    {
        var sale = await OpenSale.Draft(store.Process.Shop, "TICKET", units: 5, work: 20);
        (await sale.Schedule()).Expect(200);
        await sale.Becomes("prequeue");
        var (ada, ben) = (sale.As(SignIn(NewAccount())), sale.As(SignIn(NewAccount())));

        var first = (await ada.Join(await Cart())).Expect(201);
        var again = (await ada.Join(await Cart())).Expect(201);
        var bare = (await ada.Join(new { })).Expect(201);
        var other = (await ben.Join(await Cart())).Expect(201);

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal(first.Text("id"), bare.Text("id"));
        Assert.Equal((false, true, true), (first.IsReplay, again.IsReplay, bare.IsReplay));
        Assert.NotEqual(first.Text("hash"), other.Text("hash"));
        Assert.Equal((404, "not_found"), Told(await ada.Join("crt_eu1_0")));
        Assert.Equal((422, "work_required"), Told(await sale.As(Guest).Join(await Cart())));
        Assert.Equal((422, "cart_required"), Told(await sale.As(Guest).Join(new { })));
    }

    [Fact]
    public async Task An_admission_is_the_accounts_with_any_cart_and_nobody_elses()
    {
        var sale = await (await OpenSale.Draft(store.Process.Shop, "ADMIT", units: 5)).Start();
        var ada = sale.As(SignIn(NewAccount()));
        var ben = sale.As(SignIn(NewAccount()));
        var (joined, other, late) = (await Cart(), await Cart(), await Cart());
        var admission = await ada.LetIn((await ada.Join(joined)).Expect(201).Text("id"));

        Assert.Equal((403, "admission_invalid"), Told(await ben.Buy(joined, 1, admission)));
        var guest = sale.As(Guest);
        Assert.Equal((403, "admission_invalid"), Told(await guest.Buy(joined, 1, admission)));
        (await ada.Buy(other, 1, admission)).Expect(201);
        Assert.Equal((409, "admission_spent"), Told(await ada.Buy(late, 1, admission)));
    }

    [Fact]
    public async Task An_account_has_its_limit_over_carts_addresses_and_tickets()
    {
        var sale = await (
            await OpenSale.Draft(store.Process.Shop, "LIMIT", units: 9, limit: 2)
        ).Start();
        var shop = SignIn(NewAccount());
        var (ada, guest) = (sale.As(shop), sale.As(Guest));

        // Two of them as a guest, who has signed in when it is paid.
        var (first, second, third) = (await Cart(), await Cart(), await Cart());
        (await guest.Buy(first, 1, await In(guest, first))).Expect(201);
        (await Pay(shop, first, "one")).Expect(201);
        (await guest.Buy(second, 2, await In(guest, second))).Expect(201);
        Assert.Equal("purchase_limit_reached", (await Pay(shop, second, "two")).Code);

        // Then by the account's own admission: one is left, whichever cart it is.
        var admission = await In(ada, third);
        var over = await ada.Buy(third, 2, admission);
        Assert.Equal((409, "purchase_limit_reached"), Told(over));
        (await ada.Buy(third, 1, admission)).Expect(201);
        var fourth = await Cart();
        (await guest.Buy(fourth, 1, await In(guest, fourth))).Expect(201);
        Assert.Equal("purchase_limit_reached", (await Pay(shop, fourth, "three")).Code);
        (await Pay(shop, third, "four")).Expect(201);

        // A guest who writes another address has a limit of their own, as ever.
        (await Pay(Guest, fourth, "five")).Expect(201);
    }

    [Fact]
    public async Task What_an_account_holds_counts_for_it_when_a_guest_pays()
    {
        var sale = await (
            await OpenSale.Draft(store.Process.Shop, "LEFT", units: 9, limit: 1)
        ).Start();
        var shop = SignIn(NewAccount());
        var (ada, guest) = (sale.As(shop), sale.As(Guest));
        var (first, second) = (await Cart(), await Cart());
        (await ada.Buy(first, 1, await In(ada, first))).Expect(201);
        (await Pay(Guest, first, "one")).Expect(201);

        (await guest.Buy(second, 1, await In(guest, second))).Expect(201);
        Assert.Equal("purchase_limit_reached", (await Pay(shop, second, "two")).Code);
    }

    [Fact]
    public async Task Whoever_signs_in_to_pay_again_is_counted_by_their_account()
    {
        var sale = await (
            await OpenSale.Draft(store.Process.Shop, "AGAIN", units: 9, limit: 1)
        ).Start();
        var shop = SignIn(NewAccount());
        var (ada, guest) = (sale.As(shop), sale.As(Guest));
        var first = await Cart();
        (await ada.Buy(first, 1, await In(ada, first))).Expect(201);
        (await Pay(shop, first, "one")).Expect(201);
        var again = await Declined();
        var further = await Declined();
        var theirs = await Declined();

        Assert.Equal("purchase_limit_reached", WhyNot(await Pay(shop, again.Cart, "again")));
        Assert.Equal("purchase_limit_reached", WhyNot(await PayOrder(shop, further.Order)));
        (await PayOrder(Guest, theirs.Order)).Expect(201);

        async Task<(string Cart, string Order)> Declined()
        {
            var cart = await Cart();
            (await guest.Buy(cart, 1, await In(guest, cart))).Expect(201);
            var declined = (await Pay(Guest, cart, cart, "tok_declined")).Expect(402);
            return (cart, declined.Location.Split('/')[^1]);
        }

        Task<Reply> PayOrder(Shop whose, string order) =>
            whose.Pay(order, store.Process.OrderToken(order), "other", "tok_ok");

        static string WhyNot(Reply reply) =>
            reply.Expect(402).Body["errors"]![0]!["reason"]!.GetValue<string>();
    }

    [Fact]
    public async Task An_account_that_is_kept_out_is_so_with_any_cart_and_its_carts_are_not()
    {
        var sale = await (await OpenSale.Draft(store.Process.Shop, "BLOCK", units: 5)).Start();
        var account = NewAccount();
        var (ada, cart) = (sale.As(SignIn(account)), await Cart());
        var ticket = (await ada.Join(cart)).Expect(201).Text("id");
        var admission = await ada.LetIn(ticket);
        (await sale.Do("block", new { owner = account })).Expect(200);
        await OpenSale.Until(() => ada.Join(cart), reply => reply.Status == 403, "kept out");

        Assert.Equal((403, "not_a_buyer"), Told(await ada.Join(new { })));
        Assert.Equal((403, "not_a_buyer"), Told(await ada.Buy(await Cart(), 1, admission)));
        (await sale.As(Guest).Join(cart)).Expect(201);
        (await sale.Do("unblock", new { owner = account })).Expect(200);
        (await sale.Do("block", new { owner = cart })).Expect(200);
        await OpenSale.Until(() => ada.Join(cart), reply => reply.Status == 403, "kept out");
        await OpenSale.Until(() => ada.Join(new { }), reply => reply.Status == 201, "let in");
    }

    private static string NewAccount() => Issuer.NewAccount();

    private Shop SignIn(string account) => store.Process.As(store.Issuer.Sign(account));

    private Task<string> Cart() => Guest.OpenCart();

    /// <summary>The admission of whoever joins with a cart.</summary>
    private static async Task<string> In(OpenSale sale, string cart) =>
        await sale.LetIn((await sale.Join(cart)).Expect(201).Text("id"));

    /// <summary>Pays as somebody whom no other order knows.</summary>
    private static Task<Reply> Pay(Shop shop, string cart, string key, string token = "tok_ok") =>
        shop.Checkout(cart, key, token, email: $"{key}@example.org");

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);
}
