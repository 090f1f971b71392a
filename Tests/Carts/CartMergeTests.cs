using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.FlashSales;
using Commerce.Stores;

namespace Commerce.Carts;

/// <summary>What becomes of a guest's cart when they sign in, over HTTP.</summary>
[Collection(nameof(AccountStore))]
public sealed class CartMergeTests(AccountStore store)
{
    private const string Mine = "/api/v1/me/cart";

    [Fact]
    public async Task Twenty_logins_at_once_with_one_cart_of_65_lines_keep_65_lines()
    {
        var skus = Enumerable.Range(1, 65).Select(i => $"MANY-{i}").ToList();
        await Task.WhenAll(skus.Select(sku => store.Operator.Stock(sku, units: 50)));
        var ada = store.Anybody;
        var guest = await store.Guest.OpenCart();
        foreach (var (sku, i) in skus.Select((sku, i) => (sku, i)))
            (await store.Guest.Add(guest, sku, 1 + (i % 7))).Expect(201);

        var merges = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Merge(ada, guest)));

        Assert.Single(merges.Select(each => each.Expect(200, 201).Text("id")).Distinct());
        Assert.All(merges, each => Assert.Equal("merged", Outcome(each)));
        var cart = (await ada.Get(Mine)).Expect(200);
        Assert.Equal(
            skus.Select((sku, i) => $"{sku}: {1 + (i % 7)}").Order(StringComparer.Ordinal),
            Lines(cart).Order(StringComparer.Ordinal)
        );
        Assert.All(merges, each => Assert.Empty(Adjustments(each)));
    }

    [Fact]
    public async Task Twenty_logins_at_once_with_carts_of_their_own_add_up()
    {
        await store.Operator.Stock("SUM-A", units: 500);
        await store.Operator.Stock("SUM-B", units: 30);
        var ada = store.Anybody;
        var guests = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Fill(("SUM-A", 3), ("SUM-B", 2)))
        );

        var merges = await Task.WhenAll(guests.Select(guest => Merge(ada, guest)));

        Assert.Equal(
            ["SUM-A: 60", "SUM-B: 30"],
            Lines((await ada.Get(Mine)).Expect(200)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(5, merges.Count(each => Adjustments(each).Count == 1));
        Assert.All(merges, each => Assert.Equal("merged", Outcome(each)));
    }

    [Fact]
    public async Task What_is_too_much_is_told_and_told_the_same_again()
    {
        await store.Operator.Stock("CLAMP-A", units: 6);
        await store.Operator.Stock("CLAMP-B", units: 5_000);
        await store.Operator.Stock("CLAMP-C", units: 9);
        var ada = store.Anybody;
        var mine = (await Open(ada)).Text("id");
        (await ada.Add(mine, "CLAMP-A", 4)).Expect(201);
        (await ada.Add(mine, "CLAMP-B", 600)).Expect(201);
        var guest = await Fill(("CLAMP-A", 5), ("CLAMP-B", 500), ("CLAMP-C", 2));
        (await store.Operator.Count("CLAMP-C", to: 0, "gone")).Expect(201);

        var merged = (await Merge(ada, guest)).Expect(200);
        var again = (await Merge(ada, guest)).Expect(200);

        string[] clamped =
        [
            "CLAMP-A: 6 of 9, insufficient_stock",
            "CLAMP-B: 999 of 1100, quantity_out_of_range",
            "CLAMP-C: 0 of 2, insufficient_stock",
        ];
        Assert.Equal(clamped, Adjustments(merged).Order(StringComparer.Ordinal));
        Assert.Equal(clamped, Adjustments(again).Order(StringComparer.Ordinal));
        Assert.Equal(["CLAMP-A: 6", "CLAMP-B: 999"], Lines(again).Order(StringComparer.Ordinal));
        Assert.Equal(merged.Number("version"), again.Number("version"));
    }

    [Fact]
    public async Task The_old_id_leads_to_the_new_cart_for_whoever_may_see_that()
    {
        await store.Operator.Stock("MOVED", units: 50);
        var ada = store.Anybody;
        var guest = await Fill(("MOVED", 1));
        var mine = (await Merge(ada, guest)).Expect(201).Text("id");
        var (old, now) = ($"/api/v1/carts/{guest}", $"/api/v1/carts/{mine}");

        foreach (var (method, rest, to) in Places())
        {
            object? body = method == HttpMethod.Get || method == HttpMethod.Delete ? null : new { };
            var reply = await ada.Send(method, old + rest, Sent(rest) ?? body, key: "k");
            Assert.Equal((308, now + to), (reply.Status, reply.Location));
            Assert.Equal("no-store, private", reply.Headers.CacheControl!.ToString());
        }

        (await ada.Get((await ada.GetCart(guest)).Location)).Expect(200);
        Assert.Equal(
            404,
            (await store.Guest.Get((await store.Guest.GetCart(guest)).Location)).Status
        );
        Assert.Equal(("left", "cart_moved"), Left(await Merge(store.Anybody, guest)));
    }

    [Fact]
    public async Task What_is_no_guests_open_cart_is_left_as_it_is()
    {
        await store.Operator.Stock("LEFT", units: 50);
        var (ada, guest) = (store.Anybody, store.Guest);
        var (bought, thrown, paid) = (
            await Fill(("LEFT", 1)),
            await Fill(("LEFT", 1)),
            await Fill(("LEFT", 1))
        );
        (await guest.Checkout(bought, "k")).Expect(201);
        (await guest.Send(HttpMethod.Delete, $"/api/v1/carts/{thrown}", body: null)).Expect(204);
        (await guest.Checkout(paid, "k", "tok_action_required")).Expect(202);
        var bens = (await Open(store.Anybody)).Text("id");
        var mine = (await Open(ada)).Text("id");

        Assert.Equal(("left", "cart_completed"), Left(await Merge(ada, bought)));
        Assert.Equal(("left", "cart_discarded"), Left(await Merge(ada, thrown)));
        Assert.Equal(("left", "payment_in_progress"), Left(await Merge(ada, paid)));
        Assert.Equal(("left", "not_found"), Left(await Merge(ada, bens)));
        Assert.Equal(("left", "not_found"), Left(await Merge(ada, "crt_eu1_nobodys")));
        Assert.Equal(("left", "not_found"), Left(await Merge(ada, mine)));
        Assert.Empty(Lines((await ada.Get(Mine)).Expect(200)));
        Assert.Equal("frozen", (await guest.GetCart(paid)).Expect(200).Text("state"));
        Assert.Equal("completed", (await guest.GetCart(bought)).Expect(200).Text("state"));
    }

    [Fact]
    public async Task Units_of_a_sale_come_as_they_are_held_and_what_cannot_is_given_back()
    {
        var sale = await (
            await OpenSale.Draft(store.Operator, "SALED", units: 4, limit: 2)
        ).Start();
        var ada = store.Anybody;
        var (first, second) = (await sale.Hold(1), await sale.Hold(2));
        await sale.Counts("holding", 3);

        var mine = (await Merge(ada, first)).Expect(201);
        var again = (await Merge(ada, second)).Expect(200);

        Assert.Equal(["SALED: 1"], Lines(again));
        Assert.Equal(["SALED: 1 of 3, sale_line_exists"], Adjustments(again));
        await sale.Counts("holding", 1);
        var order = (await ada.Checkout(mine.Text("id"), "k", email: "ada@sale.example")).Expect(
            201
        );
        Assert.Equal(OpenSale.Price, order.Body["totals"]!["subtotal"]!["amount"]!.GetValue<int>());
        await sale.Counts("sold", 1);
    }

    [Fact]
    public async Task Whoever_signs_in_while_they_queue_keeps_their_place()
    {
        var sale = await (await OpenSale.Draft(store.Operator, "QUEUED", units: 4)).Start();
        var ada = store.Anybody;
        var guest = await store.Guest.OpenCart();
        var admission = await sale.LetIn((await sale.Join(guest)).Expect(201).Text("id"));

        var mine = (await Merge(ada, guest)).Expect(201).Text("id");

        var bens = (await Open(store.Anybody)).Text("id");
        Assert.Equal(403, (await sale.As(ada).Buy(bens, 1, admission)).Status);
        Assert.Equal(308, (await sale.As(store.Anybody).Buy(guest, 1, admission)).Status);
        (await sale.As(ada).Buy(mine, 2, admission)).Expect(201);
        await sale.Counts("holding", 2);
    }

    private async Task<string> Fill(params (string Sku, int Quantity)[] lines)
    {
        var cart = await store.Guest.OpenCart();
        foreach (var (sku, quantity) in lines)
            (await store.Guest.Add(cart, sku, quantity)).Expect(201);
        return cart;
    }

    private static (HttpMethod, string, string)[] Places() =>
        [
            (HttpMethod.Get, "", ""),
            (HttpMethod.Delete, "", ""),
            (HttpMethod.Post, "/lines", "/lines"),
            (HttpMethod.Patch, "/lines/ln1", ""),
            (HttpMethod.Delete, "/lines/ln1", ""),
            (HttpMethod.Get, "/problems", "/problems"),
            (HttpMethod.Get, "/shipping-options?country=DE", "/shipping-options?country=DE"),
            (HttpMethod.Put, "/shipping-method", "/shipping-method"),
            (HttpMethod.Post, "/checkout", "/checkout"),
        ];

    private static object? Sent(string rest) =>
        rest switch
        {
            "/lines" => new { sku = "MOVED", quantity = 1 },
            "/lines/ln1" => new { quantity = 1 },
            "/shipping-method" => new { method = "standard", country = "DE" },
            "/checkout" => new
            {
                email = "ada@example.com",
                shippingAddress = new
                {
                    name = "Ada",
                    line1 = "1 High Street",
                    city = "Berlin",
                    postalCode = "10115",
                    country = "DE",
                },
                paymentMethod = new { token = "tok_ok" },
            },
            _ => null,
        };

    private static Task<Reply> Open(Shop shop) => shop.Post(Mine, new { }, key: null);

    private static Task<Reply> Merge(Shop shop, string cart) =>
        shop.Post(Mine, new { cart }, key: null);

    private static string Outcome(Reply reply) => (string)reply.Body["merge"]!["outcome"]!;

    private static (string, string?) Left(Reply reply) =>
        (Outcome(reply.Expect(200, 201)), (string?)reply.Body["merge"]!["why"]);

    private static List<string> Lines(Reply cart) =>
        [.. All(cart, "lines").Select(line => $"{line["sku"]}: {line["quantity"]}")];

    private static List<string> Adjustments(Reply cart) =>
        [
            .. All(cart, "adjustments")
                .Select(each => $"{each["sku"]}: {each["got"]} of {each["wanted"]}, {each["why"]}"),
        ];

    private static IEnumerable<JsonNode> All(Reply cart, string member) =>
        cart.Body[member]!.AsArray().Select(each => each!);
}
