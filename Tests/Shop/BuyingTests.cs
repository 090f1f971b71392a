using Commerce.Browsers;
using Microsoft.Playwright;

namespace Commerce.Shopping;

[Collection(nameof(OpenShop))]
public sealed class BuyingTests(OpenShop shop)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shopper_looks_around_and_buys(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);

        await shopper.Go("/");
        await shopper.Link("Kitchen").ClickAsync();
        await shopper.Page.GetByText("Enamel mug").ClickAsync();
        await shopper.Button("Add to cart").ClickAsync();
        await Assertions.Expect(shopper.Page.Locator("#basket")).ToContainTextAsync("1");
        await shopper.Buy();

        Assert.Equal("Thank you! Your order is confirmed", await shopper.Title());
        await Assertions.Expect(shopper.Page.Locator("#order")).ToContainTextAsync("€16.80");
        Assert.Equal("Cart", await shopper.Page.Locator("#basket").InnerTextAsync());
        Assert.Empty(shopper.Complaints);
    }

    [Fact]
    public async Task With_a_script_the_page_stays_and_each_click_adds()
    {
        await using var shopper = await shop.Enter();
        var product = await shop.Sell("QUIET", 9);

        await shopper.Go(product);
        foreach (var units in (string[])["1", "2"])
        {
            await shopper.Button("Add to cart").ClickAsync();
            await Assertions
                .Expect(shopper.Page.Locator("#basket b"))
                .ToHaveTextAsync($"{units} in it");
        }

        Assert.EndsWith(product, shopper.Page.Url, StringComparison.Ordinal);
        Assert.Empty(shopper.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_declined_is_paid_with_another_card(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);
        await shopper.Take(await shop.Sell($"AGAIN-{hasScript}", 3));
        await shopper.Buy("tok_insufficient_funds");

        Assert.Equal("Your payment did not go through", await shopper.Title());
        await Assertions
            .Expect(shopper.Page.Locator(".state"))
            .ToContainTextAsync("The card has not enough money left.");

        await shopper.Page.CheckAsync("[value=tok_ok]");
        await shopper.Button("Pay €24.89").ClickAsync();

        await shopper.Hear("Thank you!");
        Assert.Empty(shopper.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_follows_what_the_payer_says_to_the_bank(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);
        await shopper.Take(await shop.Sell($"ASKS-{hasScript}", 3));
        await shopper.Buy("tok_action_required");
        await shopper.Hear("Your bank asks you to confirm");

        var bank = await shopper.Beside(() =>
            shopper.Page.GetByText("Confirm at the bank").ClickAsync()
        );
        await bank.GetByText("Approve").ClickAsync();

        await shopper.Hear("Thank you!");
        Assert.Empty(shopper.Complaints);
    }

    [Fact]
    public async Task An_order_can_be_cancelled()
    {
        await using var shopper = await shop.Enter();
        await shopper.Take(await shop.Sell("CANCEL", 1));
        await shopper.Buy();

        await shopper.Button("Cancel the order").ClickAsync();

        await shopper.Hear("Your order is cancelled");
        Assert.Equal(1, (await shop.Operator.GetStock("CANCEL")).Number("available"));
    }

    [Fact]
    public async Task Two_clicks_on_pay_are_one_order()
    {
        await using var shopper = await shop.Enter();
        await shopper.Take(await shop.Sell("TWICE", 5));
        await shopper.Go("/checkout");
        await shopper.Answer();
        var cart = await shopper.Page.InputValueAsync("[name=cart]");

        await shopper.Button("Pay now").DblClickAsync();
        await shopper.Hear("Thank you!");

        Assert.Equal(1, await shop.CountOrders(cart));
        Assert.Equal(1, (await shop.Operator.GetStock("TWICE")).Number("sold"));
    }

    [Fact]
    public async Task By_keyboard_alone_a_shopper_buys()
    {
        await using var shopper = await shop.Enter();
        await shopper.Go(await shop.Sell("KEYS", 2));

        await shopper.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await Focused(shopper));
        await shopper.Page.Keyboard.PressAsync("Enter");
        await Press(shopper, "Add to cart");
        await shopper.Page.GetByText("See your cart").WaitForAsync();
        await shopper.Page.Leave(() => Press(shopper, "See your cart"));
        await shopper.Page.Leave(() => Press(shopper, "Check out"));
        foreach (var (field, text) in Answers)
        {
            await Tab(shopper, field);
            await shopper.Page.Keyboard.TypeAsync(text);
        }

        await Assertions
            .Expect(shopper.Page.Locator("[name=quoted]"))
            .ToHaveValueAsync("DE standard");
        await Press(shopper, "Pay now");

        await shopper.Hear("Thank you!");
        Assert.Empty(shopper.Complaints);
    }

    private static readonly (string Field, string Text)[] Answers =
    [
        ("email", "ada@example.org"),
        ("name", "Ada Lovelace"),
        ("line1", "Main St 1"),
        ("postalCode", "10115"),
        ("city", "Berlin"),
        ("country", "Germany"),
    ];

    private static async Task Press(Shopper shopper, string name)
    {
        await Tab(shopper, name);
        await shopper.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>On and on with the tabulator, to what is called so, whose ring must be
    /// seen.</summary>
    private static async Task Tab(Shopper shopper, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await shopper.Page.Keyboard.PressAsync("Tab");
            if (await Focused(shopper) != name)
                continue;

            const string Ring = "getComputedStyle(document.activeElement).outlineStyle";
            Assert.Equal("solid", await shopper.Page.EvaluateAsync<string>(Ring));
            return;
        }

        Assert.Fail($"{name} cannot be reached.");
    }

    private static Task<string> Focused(Shopper shopper) =>
        shopper.Page.EvaluateAsync<string>(
            """
            document.activeElement.id && document.activeElement.form
              ? document.activeElement.id : document.activeElement.textContent.trim()
            """
        );
}
