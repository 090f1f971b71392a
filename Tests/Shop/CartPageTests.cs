using Microsoft.Playwright;

namespace Commerce.Shopping;

[Collection(nameof(OpenShop))]
public sealed class CartPageTests(OpenShop shop)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_quantity_changes_and_a_line_goes(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);
        await shopper.Take(await shop.Sell($"COUNT-{hasScript}", 9));

        await shopper.Page.FillAsync("[name=quantity]", "3");
        await shopper.Button($"Update Product COUNT-{hasScript}").ClickAsync();
        await Assertions.Expect(shopper.Page.Locator(".sum")).ToContainTextAsync("€59.97");

        await shopper.Button($"Remove Product COUNT-{hasScript}").ClickAsync();
        await shopper.Page.GetByText("There is nothing in it yet.").WaitForAsync();
        Assert.Empty(shopper.Complaints);
    }

    [Theory]
    [InlineData("1000", "Please choose from 1 to 999.")]
    [InlineData("0", "Please choose from 1 to 999.")]
    [InlineData("many", "Please choose from 1 to 999.")]
    [InlineData("12", "Sorry, only 9 of these are left.")]
    public async Task A_quantity_that_cannot_be_is_kept_and_told(string typed, string said)
    {
        await using var shopper = await shop.Enter(hasScript: false);
        await shopper.Take(await shop.Sell($"TOLD-{typed}", 9));

        await shopper.Page.EvalOnSelectorAsync("[name=quantity]", "field => field.type = 'text'");
        await shopper.Page.EvalOnSelectorAsync(".lines form", "form => form.noValidate = true");
        await shopper.Page.FillAsync("[name=quantity]", typed);
        await shopper.Button($"Update Product TOLD-{typed}").ClickAsync();

        Assert.Equal(said, await shopper.Alert());
        Assert.Equal(typed, await shopper.Page.GetAttributeAsync("[name=quantity]", "value"));
    }

    [Fact]
    public async Task What_sold_out_is_told_before_paying()
    {
        await using var shopper = await shop.Enter();
        await shopper.Take(await shop.Sell("GONE", 2));
        (await shop.Operator.Count("GONE", to: 0, "gone")).Expect(201);

        await shopper.Go("/checkout");

        Assert.Equal("Your cart", await shopper.Title());
        await shopper.Page.GetByText("Sorry, this has just sold out.").WaitForAsync();
        Assert.Equal(0, await shopper.Link("Check out").CountAsync());
        Assert.Empty(shopper.Complaints);
    }

    [Fact]
    public async Task What_sells_out_while_paying_is_told_and_the_answers_are_kept()
    {
        await using var shopper = await shop.Enter(hasScript: false);
        await shopper.Take(await shop.Sell("LATE", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();
        (await shop.Operator.Count("LATE", to: 0, "late")).Expect(201);

        await shopper.Button("Pay now").ClickAsync();

        Assert.Equal("Product LATE: Sorry, this has just sold out.", await shopper.Alert());
        Assert.Equal("Main St 1", await shopper.Page.InputValueAsync("#line1"));

        (await shop.Operator.Count("LATE", to: 2, "there again")).Expect(201);
        await shopper.Button("Pay now").ClickAsync();
        await shopper.Hear("Thank you!");
    }

    [Fact]
    public async Task What_is_wrong_at_the_checkout_is_marked_and_the_rest_is_kept()
    {
        await using var shopper = await shop.Enter();
        await shopper.Take(await shop.Sell("WRONG", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();
        await shopper.Page.EvalOnSelectorAsync(".checkout form", "form => form.noValidate = true");

        await shopper.Page.FillAsync("#email", "ada");
        await shopper.Page.FillAsync("#city", "");
        await shopper.Button("Pay now").ClickAsync();

        await shopper.Page.GetByText("They are marked below.").WaitForAsync();
        var wrong = shopper.Page.Locator("[aria-invalid=true]");
        Assert.Equal(
            ["email", "city"],
            await wrong.EvaluateAllAsync<string[]>("all => all.map(one => one.id)")
        );
        Assert.Equal("Ada Lovelace", await shopper.Page.InputValueAsync("#name"));
        Assert.Equal("DE", await shopper.Page.InputValueAsync("#country"));
        Assert.Empty(await shopper.Barriers());
    }

    [Fact]
    public async Task A_card_number_is_neither_taken_nor_shown_again()
    {
        await using var shopper = await shop.Enter(hasScript: false);
        await shopper.Take(await shop.Sell("CARD", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();

        await shopper.Page.FillAsync("#line2", "4111 1111 1111 1111");
        await shopper.Button("Pay now").ClickAsync();

        Assert.StartsWith(
            "That looks like a card number.",
            await shopper.Alert(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("4111", await shopper.Page.ContentAsync(), StringComparison.Ordinal);
    }
}
