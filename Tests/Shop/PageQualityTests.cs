namespace Commerce.Shopping;

[Collection(nameof(OpenShop))]
public sealed class PageQualityTests(OpenShop shop)
{
    private const int WeightMax = 100 * 1024;

    /// <summary>Colours and widths do not depend on each other: each is seen once.</summary>
    public static TheoryData<bool, bool> Looks { get; } =
        new() { { false, true }, { true, false } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Nobody_is_kept_out_of_any_page(bool isDark, bool isPhone)
    {
        await using var shopper = await shop.Enter(isDark: isDark, isPhone: isPhone);
        var product = await shop.Sell($"AXE-{isDark}-{isPhone}", 5);
        var barriers = new List<string>();
        foreach (var path in Shelves.Append(product))
            await Look(path);
        await shopper.Take(product);
        await Look("/cart");
        await Look("/checkout");
        foreach (var token in (string[])["tok_declined", "tok_action_required"])
        {
            await shopper.Take(product);
            await shopper.Buy(token);
            await Look(shopper.Page.Url);
            await shopper.Button("Cancel the order").ClickAsync();
            await shopper.Hear("cancel");
        }

        await shopper.Take(product);
        await shopper.Buy();
        await Look(shopper.Page.Url);

        Assert.Empty(barriers);
        Assert.Empty(shopper.Complaints);

        async Task Look(string path)
        {
            await shopper.Go(path);
            barriers.AddRange(await shopper.Barriers());
            if (await shopper.Page.EvaluateAsync<bool>(Overflows))
                barriers.Add($"{path} is wider than the screen.");
        }
    }

    [Fact]
    public async Task A_page_that_keeps_people_out_is_found()
    {
        await using var shopper = await shop.Enter();
        await shopper.Page.SetContentAsync("<main><input></main>");

        var barriers = await shopper.Barriers();

        Assert.Contains(barriers, each => each.Contains(": label: <input>"));
        Assert.Contains(barriers, each => each.Contains(": html-has-lang: "));
    }

    [Fact]
    public async Task A_page_weighs_little_and_comes_from_here_alone()
    {
        foreach (var path in Shelves.Append("/cart"))
        {
            await using var shopper = await shop.Enter();

            Assert.InRange(await shopper.Weigh(path), 2_000, WeightMax);
            Assert.Empty(shopper.Complaints);
        }
    }

    internal const string Overflows =
        "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private static IEnumerable<string> Shelves =>
        [
            "/",
            "/category/clothing",
            "/search?q=kett",
            "/search",
            "/product/linen-shirt",
            "/product/barometer",
        ];
}
