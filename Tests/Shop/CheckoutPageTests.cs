using Commerce.Browsers;
using Microsoft.Playwright;

namespace Commerce.Shopping;

/// <summary>Shoppers see what they will pay before they pay it, and pay that.</summary>
[Collection(nameof(OpenShop))]
public sealed class CheckoutPageTests(OpenShop shop)
{
    [Fact]
    public async Task The_total_stands_above_the_payment_from_the_beginning()
    {
        await using var shopper = await shop.Enter(hasScript: false);
        await shopper.Take(await shop.Sell("ABOVE", 2));

        await shopper.Go("/checkout");

        Assert.Equal(
            ["Subtotal €19.99", "Shipping €14.90", "Tax included €5.82", "Total €34.89"],
            await shopper.Sums()
        );
        Assert.Equal(1, await shopper.Button("Pay now").CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_not_shown_is_not_charged(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);
        await shopper.Take(await shop.Sell($"UNSEEN-{hasScript}", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();
        var cart = await shopper.Page.InputValueAsync("[name=cart]");

        // As if the script had not come back yet.
        await shopper.Page.EvalOnSelectorAsync("#country", "field => field.value = 'CA'");
        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());

        Assert.StartsWith(
            "The total below is now",
            await shopper.Alert(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, await shop.CountOrders(cart));
        var shown = await shopper.Sums();
        Assert.Equal(["Subtotal €19.99", "Shipping €24.90", "Tax €2.24", "Total €47.13"], shown);
        Assert.Equal("Main St 1", await shopper.Page.InputValueAsync("#line1"));

        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());
        await shopper.Hear("Thank you!");
        Assert.Equal(shown, await shopper.Sums());
    }

    [Fact]
    public async Task With_a_script_the_total_follows_what_is_chosen()
    {
        await using var shopper = await shop.Enter();
        await shopper.Take(await shop.Sell("FOLLOWS", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();

        await shopper.Page.SelectOptionAsync("#country", "FR");
        await Assertions.Expect(shopper.Total).ToHaveTextAsync("€29.89");
        await shopper.Page.CheckAsync("[value=express]");
        await Assertions.Expect(shopper.Total).ToHaveTextAsync("€39.89");

        Assert.Equal("Main St 1", await shopper.Page.InputValueAsync("#line1"));
        Assert.Empty(await shopper.Barriers());
        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());
        await shopper.Hear("Thank you!");
        await Assertions.Expect(shopper.Total).ToHaveTextAsync("€39.89");
        Assert.Empty(shopper.Complaints);
    }

    [Fact]
    public async Task What_was_put_into_the_cart_meanwhile_is_shown_before_it_is_paid()
    {
        await using var shopper = await shop.Enter(hasScript: false);
        await shopper.Take(await shop.Sell("MEANWHILE", 2));
        await shopper.Go("/checkout");
        await shopper.Answer();
        var cart = await shopper.Page.InputValueAsync("[name=cart]");
        (await shop.Operator.Add(cart, "MEANWHILE", 1)).Expect(200);

        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());

        Assert.StartsWith("This changed in the meantime.", await shopper.Alert(), Ordinal);
        Assert.Equal(0, await shop.CountOrders(cart));
        await Assertions.Expect(shopper.Total).ToHaveTextAsync("€44.88");
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
