using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Commerce.Ops;
using Commerce.Shopping;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>Whole sales over HTTP, in a store as it is shipped.</summary>
public sealed class SaleCourseTests(SaleStore store) : IClassFixture<SaleStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Shop Shop => store.Process.Shop;

    [Fact]
    public async Task From_the_draft_to_the_settlement_every_unit_is_accounted_for()
    {
        var sale = await OpenSale.Draft(Shop, "COURSE", units: 3, limit: 3);
        Assert.Equal(404, (await sale.Show()).Status);
        (await sale.Schedule()).Expect(200);
        var commit = (await sale.Becomes("prequeue")).Text("commit");

        var (first, second, third) = (await Cart(), await Cart(), await Cart());
        var early = (await sale.Join(first)).Expect(201);
        var other = (await sale.Join(second)).Expect(201);
        Assert.Equal("waiting", early.Text("state"));
        Assert.Equal("draw_pending", (await Proof(sale)).Code);
        (await sale.Do("start")).Expect(200);
        var late = (await sale.Join(third)).Expect(201);
        var one = await sale.LetIn(early.Text("id"));
        var two = await sale.LetIn(other.Text("id"));
        var three = await sale.LetIn(late.Text("id"));

        var line = (await sale.Buy(first, 2, one)).Expect(201).Body["lines"]![0]!;
        Assert.Equal(OpenSale.Price, line["unitPrice"]!["amount"]!.GetValue<long>());
        Assert.Equal(sale.Id, line["sale"]!.GetValue<string>());
        (await sale.Buy(second, 1, two)).Expect(201);
        await sale.Becomes("sold_out");
        Assert.Equal((409, "insufficient_stock"), Told(await sale.Buy(third, 1, three)));

        // What is not paid for comes back, to whoever is in.
        (await Remove(second)).Expect(204);
        await sale.Becomes("live");
        (await sale.Buy(third, 1, three)).Expect(201);
        var order = (await Shop.Checkout(first, "pay")).Expect(201);
        Assert.Equal(2 * OpenSale.Price, Subtotal(order));
        await sale.Counts("sold", 2);
        await sale.Counts("holding", 1);

        (await sale.Do("stop")).Expect(200);
        await sale.Becomes("settling");
        Assert.Equal((409, "sale_closed"), Told(await sale.Buy(second, 1, two)));
        (await Shop.Checkout(third, "pay late")).Expect(201);
        var settled = await sale.Becomes("settled");

        Assert.Equal(
            """[{"sku":"COURSE","granted":3,"sold":3,"left":0}]""",
            settled.Body["results"]!.ToJsonString()
        );
        var figures = (await sale.GetFigures()).Expect(200);
        Assert.Equal((3, 0), (figures.Number("admitted"), figures.Number("waiting")));
        Assert.Contains("<dd data-figure=\"admitted\">3</dd>", await ConsoleOf(sale));
        var stock = (await Shop.GetStock("COURSE")).Expect(200);
        Assert.Equal((97, 0, 3), (stock.Number("available"), stock.Number("held"), Sold(stock)));
        await DrawIs(sale, commit, early.Text("hash"), other.Text("hash"));
    }

    [Fact]
    public async Task What_a_state_does_not_allow_is_refused_with_why()
    {
        var sale = await OpenSale.Draft(Shop, "STATES", units: 5);
        var cart = await Cart();
        Assert.Equal((404, "not_found"), Told(await sale.Join(cart)));
        (await sale.Schedule()).Expect(200);
        await sale.Becomes("prequeue");
        Assert.Equal((429, "queue_required"), Told(await sale.Buy(cart, 1, admission: null)));
        Assert.Equal($"/sale/{sale.Id}", await AddOnItsPage(sale));
        Assert.Equal((409, "invalid_transition"), Told(await sale.Do("pause")));
        Assert.Equal((409, "invalid_transition"), Told(await sale.Do("stop")));
        (await sale.Do("start")).Expect(200);
        Assert.Equal((409, "invalid_transition"), Told(await sale.Do("cancel")));
        Assert.Equal((409, "invalid_transition"), Told(await sale.Do("schedule", Hours())));
        var admission = await sale.LetIn((await sale.Join(cart)).Expect(201).Text("id"));
        Assert.Equal((403, "admission_invalid"), Told(await sale.Buy(await Cart(), 1, admission)));
        Assert.Equal((409, "purchase_limit_reached"), Told(await sale.Buy(cart, 3, admission)));

        (await sale.Do("pause")).Expect(200);
        await sale.Becomes("paused");
        Assert.Equal((409, "sale_paused"), Told(await sale.Buy(cart, 1, admission)));
        (await sale.Do("resume")).Expect(200);
        await sale.Becomes("live");
        (await sale.Buy(cart, 1, admission)).Expect(201);
        Assert.Equal((409, "sale_line_exists"), Told(await sale.Buy(cart, 1, admission)));
    }

    [Fact]
    public async Task A_line_from_before_the_sale_is_kept_and_grows_no_more()
    {
        var sale = await OpenSale.Draft(Shop, "BEFORE", units: 5);
        var cart = await Cart();
        (await Shop.Add(cart, "BEFORE", 1)).Expect(201);
        (await Grow(2)).Expect(200);
        (await sale.Schedule()).Expect(200);
        await sale.Becomes("prequeue");

        Assert.Equal((429, "queue_required"), Told(await Grow(3)));
        (await sale.Do("start")).Expect(200);
        await sale.Becomes("live");
        Assert.Equal((429, "queue_required"), Told(await Grow(3)));
        (await Grow(1)).Expect(200);
        (await Shop.Checkout(cart, "before")).Expect(201);

        Task<Reply> Grow(int quantity) =>
            Shop.Send(HttpMethod.Patch, $"/api/v1/carts/{cart}/lines/ln1", new { quantity });
    }

    [Fact]
    public async Task A_hard_pause_stops_payments_and_what_is_held_outlives_it()
    {
        var sale = await (await OpenSale.Draft(Shop, "HARD", units: 1)).Start();
        var cart = await Cart();
        var admission = await sale.LetIn((await sale.Join(cart)).Expect(201).Text("id"));
        (await sale.Buy(cart, 1, admission)).Expect(201);

        (await sale.Do("pause", new { hard = true })).Expect(200);
        await sale.Becomes("paused");
        Assert.Equal((409, "sale_paused"), Told(await Shop.Checkout(cart, "while paused")));
        (await sale.Do("resume")).Expect(200);

        (await Shop.Checkout(cart, "after")).Expect(201);
    }

    [Fact]
    public async Task A_card_has_its_limit_on_the_page_of_an_order_too()
    {
        var sale = await (await OpenSale.Draft(Shop, "CARD", units: 5, limit: 1)).Start();
        var (first, second) = (await Cart(), await Cart());
        foreach (var cart in (string[])[first, second])
        {
            var admission = await sale.LetIn((await sale.Join(cart)).Expect(201).Text("id"));
            (await sale.Buy(cart, 1, admission)).Expect(201);
        }

        (await Shop.Checkout(first, "one", "tok_ok.fp_mine")).Expect(201);
        var declined = await Shop.Checkout(second, "two", "tok_declined", email: "b@example.org");
        var order = declined.Expect(402).Location.Split('/')[^1];
        using var visitor = new Visitor(store.Process.Url);
        visitor.Cookies.Add(
            store.Process.Url,
            new Cookie("order", store.Process.OrderToken(order), $"/order/{order}")
        );
        using var sent = await visitor.Post(
            $"/order/{order}/pay",
            ("token", "tok_ok.fp_mine"),
            ("key", "three")
        );

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var told = (await Shop.GetOrder(order)).Expect(200);
        Assert.Equal("awaiting_payment", told.Text("status"));
        await sale.Counts("sold", 1);
    }

    /// <summary>The page of the sale, for an operator.</summary>
    private async Task<string> ConsoleOf(OpenSale sale)
    {
        using var visitor = new OpsVisitor(store.Process.Url);
        using var signedIn = await visitor.SignIn(Shop.OperatorKey);
        return await visitor.Page($"/console/{sale.Id}");
    }

    private static object Hours() =>
        new
        {
            startsAt = TimeProvider.System.GetUtcNow().AddHours(1),
            endsAt = TimeProvider.System.GetUtcNow().AddHours(2),
        };

    /// <summary>Adds it as the form of its page does without a script.</summary>
    /// <returns>Where that leads.</returns>
    private async Task<string> AddOnItsPage(OpenSale sale)
    {
        using var visitor = new Visitor(store.Process.Url);
        using var sent = await visitor.Post(
            "/cart/lines",
            ("slug", $"product-{sale.Sku.ToLowerInvariant()}"),
            ("sku", sale.Sku),
            ("quantity", "1"),
            ("key", "once")
        );
        return sent.Headers.Location!.ToString();
    }

    /// <summary>Does the draw again, with nothing of the store but what it published.</summary>
    private async Task DrawIs(OpenSale sale, string commit, params string[] hashes)
    {
        var proof = (await Proof(sale)).Expect(200);
        var (seed, root) = (proof.Text("seed"), proof.Text("root"));
        var set = hashes.Order(StringComparer.Ordinal).ToList();
        var leaves = Enumerable
            .Range(0, Draw.Leaves)
            .Select(i => set.Where(hash => Draw.LeafOf(hash) == i).Select(Bytes))
            .Select(leaf => MerkleTree.Root([.. leaf]));
        using var http = new HttpClient { BaseAddress = store.Process.Url };
        var lines = await http.GetStringAsync(
            $"/api/v1/sales/{sale.Id}/proof/tickets",
            Cancellation
        );

        Assert.Equal(commit, Draw.Commit(seed));
        Assert.Equal(Draw.Root(leaves.Select(Convert.ToHexStringLower)), root);
        Assert.Equal(2, proof.Number("count"));
        Assert.Equal(set.Select(hash => $"{hash} {Place(hash)}"), lines.TrimEnd().Split('\n'));

        string Place(string hash)
        {
            byte[] all = [.. Bytes(seed), .. Bytes(root), .. Bytes(hash)];
            var rank = Convert.ToHexString(SHA256.HashData(all).AsSpan(0, 8));
            var fraction = UInt128.Parse($"0{rank}", NumberStyles.HexNumber, null);
            return $"{(fraction * 2) >> 64}";
        }

        static byte[] Bytes(string hex) => Convert.FromHexString(hex);
    }

    private Task<Reply> Proof(OpenSale sale) => Shop.Get($"/api/v1/sales/{sale.Id}/proof");

    private Task<string> Cart() => Shop.OpenCart();

    private async Task<Reply> Remove(string cart)
    {
        var line = (await Shop.GetCart(cart)).Expect(200).Body["lines"]![0]!["id"]!;
        return await Shop.Send(HttpMethod.Delete, $"/api/v1/carts/{cart}/lines/{line}", null);
    }

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);

    private static long Subtotal(Reply order) =>
        order.Body["totals"]!["subtotal"]!["amount"]!.GetValue<long>();

    private static long Sold(Reply stock) => stock.Number("sold");
}
