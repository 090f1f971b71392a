using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>Signing in with a browser, a keyboard and nothing else.</summary>
[Collection(nameof(OpenShop))]
public sealed class BrowserTests(OpenShop shop)
{
    private const string Password = "four words that rhyme not";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_opens_an_account_by_keyboard_signs_out_and_in(bool hasScript)
    {
        await using var shopper = await shop.Enter(hasScript);
        var email = $"keys-{hasScript}@example.com";
        await shopper.Go("/account");
        Assert.Equal("Sign in", await shopper.Title());
        await shopper.Link("Open an account").FocusAsync();
        await shopper.Page.Keyboard.PressAsync("Enter");
        await Heading("Open an account");
        await shopper.Page.FocusAsync("#email");
        await Type(email, "Ada Example", Password);
        await Heading("Your account");
        Assert.Contains(email, await shopper.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        await shopper.Link("Sign out").FocusAsync();
        await shopper.Page.Keyboard.PressAsync("Enter");
        await Heading("Sign out");
        await shopper.Button("Sign out").FocusAsync();
        await shopper.Page.Keyboard.PressAsync("Enter");
        await shopper.Page.WaitForURLAsync(new Uri(shop.Url, "/").ToString());
        await shopper.Go("/account");
        await shopper.Page.FocusAsync("#email");
        await Type(email, "something else");
        Assert.Contains("no account with this", await shopper.Alert(), StringComparison.Ordinal);
        await shopper.Page.FocusAsync("#password");
        await Type(Password);
        await Heading("Your account");

        // The browser notes that a form came back with 401.
        Assert.All(
            shopper.Complaints,
            each => Assert.Contains("401", each, StringComparison.Ordinal)
        );

        Task Heading(string text) =>
            shopper.Page.Locator("main h1", new() { HasText = text }).WaitForAsync();

        async Task Type(params string[] answers)
        {
            foreach (var answer in answers)
            {
                await shopper.Page.Keyboard.TypeAsync(answer);
                await shopper.Page.Keyboard.PressAsync(answer == answers[^1] ? "Enter" : "Tab");
            }
        }
    }

    [Theory]
    [MemberData(nameof(PageQualityTests.Looks), MemberType = typeof(PageQualityTests))]
    public async Task Nobody_is_kept_out_of_their_account(bool isDark, bool isPhone)
    {
        await using var shopper = await shop.Enter(isDark: isDark, isPhone: isPhone);
        var barriers = new List<string>();
        foreach (
            var path in (string[])["/account/sign-in", "/account/register", "/account/sign-out"]
        )
            await Look(path);
        await shopper.Go("/account/register");
        await shopper.Page.FillAsync("#email", $"axe-{isDark}-{isPhone}@example.com");
        await shopper.Page.FillAsync("#password", Password);
        await shopper.Button("Open the account").ClickAsync();
        await shopper.Page.Locator("h1:has-text('Your account')").WaitForAsync();
        await Look("/account");

        Assert.Empty(barriers);
        Assert.Empty(shopper.Complaints);

        async Task Look(string path)
        {
            await shopper.Go(path);
            barriers.AddRange(await shopper.Barriers());
            if (await shopper.Page.EvaluateAsync<bool>(PageQualityTests.Overflows))
                barriers.Add($"{path} is wider than the screen.");
        }
    }
}
