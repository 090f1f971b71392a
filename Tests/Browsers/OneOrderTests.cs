using System.Text.Json.Nodes;
using Commerce.Shopping;
using Commerce.Stores;

namespace Commerce.Browsers;

/// <summary>
/// One order in a real browser, from the first look to the refund: whatever a page says is what the
/// API says, and no page is heavy.
/// </summary>
[Collection(nameof(OpenShop))]
public sealed class OneOrderTests(OpenShop shop)
{
    private const string Sku = "KETTLE-COPPER";
    private const int WeightMax = 100 * 1024;

    [Fact]
    public async Task Is_bought_paid_refunded_in_part_and_counted_again()
    {
        await using var shopper = await shop.Enter();
        var weights = await PageWeights.Of(shopper.Page);

        await FindAndTake(shopper, units: 2);
        var cart = await LookAtCart(shopper);
        var order = await CheckOut(shopper, cart);
        await SignIn(shopper);
        await Refund(shopper, order);
        await Adjust(shopper);
        await shopper.Go($"/order/{order}");
        Assert.Contains("Given back", await Text(shopper, "#order"), StringComparison.Ordinal);

        var pages = await weights.Read();
        Assert.InRange(pages.Count, 12, 40);
        Assert.All(pages, page => Assert.InRange(page.Bytes, 1, WeightMax));
        Assert.Empty(shopper.Complaints);
    }

    private async Task FindAndTake(Shopper shopper, int units)
    {
        await shopper.Go("/");
        await shopper.Page.FillAsync("#q", "kettle");
        await shopper.Page.Leave(() => shopper.Button("Search").ClickAsync());
        await shopper.Page.Leave(() => shopper.Page.GetByText("Copper kettle").ClickAsync());
        var product = (await shop.Operator.Get("/api/v1/products/copper-kettle")).Expect(200);
        var price = product.Body["variants"]![0]!["prices"]!
            .AsArray()
            .Single(each => each!["currency"]!.GetValue<string>() == "EUR")!;

        Assert.Equal(Price(price), await Text(shopper, ".buy .price"));
        await shopper.Page.FillAsync("#quantity", $"{units}");
        await shopper.Button("Add to cart").ClickAsync();
        await shopper.Page.Leave(() => shopper.Link("See your cart").ClickAsync());
    }

    /// <returns>The cart's id.</returns>
    private async Task<string> LookAtCart(Shopper shopper)
    {
        var cookies = await shopper.Page.Context.CookiesAsync();
        var id = cookies.Single(cookie => cookie.Name == "cart").Value;
        var cart = (await shop.Operator.GetCart(id)).Expect(200).Body;
        var line = cart["lines"]![0]!;

        Assert.Equal($"{line["quantity"]}", await shopper.Page.InputValueAsync("[name=quantity]"));
        Assert.Equal($"{Price(line["unitPrice"]!)} each", await Text(shopper, ".lines .aside"));
        Assert.Equal(Price(line["total"]!), await Text(shopper, ".lines li > .price"));
        Assert.Equal(Price(cart["totals"]!["subtotal"]!), await Text(shopper, ".sum b"));
        return id;
    }

    /// <returns>The order's id.</returns>
    private async Task<string> CheckOut(Shopper shopper, string cart)
    {
        await shopper.Page.Leave(() => shopper.Link("Check out").ClickAsync());
        await shopper.Answer();
        var told = (await shop.Operator.GetCart(cart)).Expect(200).Body["totals"]!;
        Assert.Equal(Sums(told), await shopper.Sums());

        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());
        await shopper.Hear("Thank you!");
        var id = new Uri(shopper.Page.Url).Segments[^1];
        var order = (await shop.Operator.GetOrder(id)).Expect(200).Body;

        Assert.Equal("confirmed", order["status"]!.GetValue<string>());
        Assert.Equal(told.ToJsonString(), order["totals"]!.ToJsonString());
        Assert.Equal(Sums(told), await shopper.Sums());
        Assert.Contains(Price(told["total"]!), await Text(shopper, ".state"), Ordinal);
        return id;
    }

    private static async Task SignIn(Shopper shopper)
    {
        await shopper.Go("/ops/orders");
        await shopper.Page.FillAsync("#key", Stores.Shop.OperatorKey);
        await shopper.Page.Leave(() => shopper.Button("Sign in").ClickAsync());
    }

    private async Task Refund(Shopper shopper, string order)
    {
        await shopper.Page.FillAsync("#id", order);
        await shopper.Page.Leave(() => shopper.Button("Find").ClickAsync());
        var totals = (await shop.Operator.GetOrder(order)).Expect(200).Body["totals"]!;
        Assert.Equal(Money(totals["total"]!), await Text(shopper, ".facts strong"));
        Assert.Equal(Money(totals["total"]!), await Text(shopper, "tfoot .sum .number"));
        await AmountsAgree(shopper, order);

        await shopper.Page.Leave(() => shopper.Button("Capture").ClickAsync());
        Assert.Equal("Captured.", await Text(shopper, ".notice"));
        await shopper.Page.FillAsync("#refund-amount", "5.25");
        await shopper.Page.FillAsync("#refund-reason", "a dent");
        await shopper.Page.Leave(() => shopper.Button("Refund").ClickAsync());

        Assert.Equal("Refunded.", await Text(shopper, ".notice"));
        Assert.Equal("5.25 EUR", await Text(shopper, "[data-amount=Refunded]"));
        await AmountsAgree(shopper, order);
    }

    private async Task Adjust(Shopper shopper)
    {
        await shopper.Page.Leave(() => shopper.Link(Sku).ClickAsync());
        var before = await LevelsAgree(shopper);
        await shopper.Page.SelectOptionAsync("#type", "adjust");
        await shopper.Page.FillAsync("#quantity", "-1");
        await shopper.Page.FillAsync("#reason", "the dented one");
        await shopper.Page.Leave(() => shopper.Button("Move").ClickAsync());

        Assert.Equal("Moved.", await Text(shopper, ".notice"));
        var after = await LevelsAgree(shopper);
        Assert.Equal(
            (before.Number("onHand") - 1, before.Number("available") - 1, before.Number("sold")),
            (after.Number("onHand"), after.Number("available"), after.Number("sold"))
        );
    }

    private async Task AmountsAgree(Shopper shopper, string order)
    {
        var payment = (await shop.Operator.GetOrder(order)).Expect(200).Body["payments"]![0]!;
        foreach (var name in (string[])["Authorized", "Captured", "Refunded", "Voided"])
            Assert.Equal(
                Money(payment[name.ToLowerInvariant()]!),
                await Text(shopper, $"[data-amount={name}]")
            );
    }

    private async Task<Reply> LevelsAgree(Shopper shopper)
    {
        var stock = (await shop.Operator.GetStock(Sku)).Expect(200);
        foreach (
            var (label, member) in ((string, string)[])
                [
                    ("On hand", "onHand"),
                    ("Available", "available"),
                    ("Held", "held"),
                    ("Sold", "sold"),
                ]
        )
            Assert.Equal($"{stock.Number(member)}", await Text(shopper, $"[data-level='{label}']"));
        return stock;
    }

    private static Task<string> Text(Shopper shopper, string selector) =>
        shopper.Page.Locator(selector).First.InnerTextAsync();

    private static string[] Sums(JsonNode totals) =>
        [
            $"Subtotal {Price(totals["subtotal"]!)}",
            $"Shipping {Price(totals["shipping"]!)}",
            $"Tax included {Price(totals["taxIncluded"]!)}",
            $"Total {Price(totals["total"]!)}",
        ];

    /// <summary>As shoppers read it.</summary>
    private static string Price(JsonNode money) => Words.Price(Read(money));

    /// <summary>As operators read it.</summary>
    private static string Money(JsonNode money) => Read(money).ToString();

    private static Money Read(JsonNode money) =>
        new(money["amount"]!.GetValue<long>(), new(money["currency"]!.GetValue<string>()));

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
