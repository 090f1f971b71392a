using Commerce.Browsers;
using Commerce.Customers.Pages;
using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>Signing in with a browser, a keyboard and nothing else.</summary>
[Collection(nameof(OpenShop))]
public sealed class BrowserTests(OpenShop shop)
{
    private const string Password = "four words that rhyme not";
    private const string Token = "?token=cus_eu1_01J00000000000000000000000.x";

    private static readonly string[] Doors =
    [
        "/account/sign-in",
        "/account/register",
        "/account/sign-out",
        MailedPages.Forgot,
        MailedPages.Verify + Token,
        MailedPages.Reset + Token,
        MailedPages.Reset,
        PrivacyPages.Closed,
    ];

    private static readonly string[] Rooms =
    [
        "/account",
        ProfilePages.Address,
        AddressPages.Address,
        AddressPages.New + "?country=US",
        EmailPages.Address,
        PasswordPages.Address,
        SessionPages.Address,
        PrivacyPages.Address,
        PrivacyPages.Erasure,
    ];

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
        await shopper.Page.Leave(() => shopper.Page.Keyboard.PressAsync("Enter"));
        Assert.Equal(new Uri(shop.Url, "/").ToString(), shopper.Page.Url);
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

    [Fact]
    public async Task Somebody_proves_their_address_and_chooses_another_password_by_mail()
    {
        const string Email = "walk@example.com";
        const string Other = "apple cake on monday";
        await using var shopper = await shop.Enter(hasScript: false);
        await using var elsewhere = await shop.Enter(hasScript: false);
        await shopper.Go("/account/register");
        await shopper.Page.FillAsync("#email", Email);
        await shopper.Page.FillAsync("#password", Password);
        await shopper.Button("Open the account").ClickAsync();
        await shopper.Link("Tell us by a mail").ClickAsync();
        await shopper.Button("Send me that mail").ClickAsync();
        await Hears("A mail is on its way");
        await shopper.Go(await shop.MailedLink(Email, "/account/verify"));
        await shopper.Button("Yes, it is mine").ClickAsync();
        await Hears("this address is yours");

        await shopper.Go("/account/sign-in");
        await shopper.Link("Forgot your password?").ClickAsync();
        await shopper.Page.FillAsync("#email", Email);
        await shopper.Button("Send the mail").ClickAsync();
        await Hears("a mail is on its way");
        await shopper.Go(await shop.MailedLink(Email, "/account/reset"));
        await shopper.Page.FillAsync("#password", Other);
        await shopper.Button("Set this password").ClickAsync();
        await shopper.Link("Sign in with it").ClickAsync();
        await SignIn(shopper);
        await shopper.Link("About you").ClickAsync();
        await shopper.Page.FillAsync("#name", "Ada Example");
        await shopper.Button("Keep this").ClickAsync();
        await Hears("Your answers are kept");

        await elsewhere.Go("/account");
        await SignIn(elsewhere);
        await shopper.Link("Back to your account").ClickAsync();
        await shopper.Link("Where you are signed in").ClickAsync();
        await shopper.Button("Sign out everywhere else").ClickAsync();
        await Hears("It is signed out there");
        await elsewhere.Go("/account");

        Assert.Equal("Sign in", await elsewhere.Title());
        Assert.Empty(shopper.Complaints);

        Task Hears(string text) =>
            shopper.Page.Locator("main [role=status]", new() { HasText = text }).WaitForAsync();

        static async Task SignIn(Shopper who)
        {
            await who.Page.FillAsync("#email", Email);
            await who.Page.FillAsync("#password", Other);
            await who.Button("Sign in").ClickAsync();
            await who.Page.Locator("main h1", new() { HasText = "Your account" }).WaitForAsync();
        }
    }

    [Fact]
    public async Task Nobody_is_kept_out_of_their_account()
    {
        await using var shopper = await shop.Enter(isDark: true, isPhone: true);
        var barriers = new List<string>();
        foreach (var path in Doors)
            await Look(path);
        await shopper.Go("/account/register");
        await shopper.Page.FillAsync("#email", "axe@example.com");
        await shopper.Page.FillAsync("#password", Password);
        await shopper.Button("Open the account").ClickAsync();
        await shopper.Page.Locator("h1:has-text('Your account')").WaitForAsync();
        await shopper.Go($"{AddressPages.New}?country=US");
        await shopper.Page.FillAsync("#name", "Ada Example");
        await shopper.Page.FillAsync("#line1", "1 Main Street");
        await shopper.Page.FillAsync("#city", "Los Angeles");
        await shopper.Page.FillAsync("#postalCode", "90001");
        await shopper.Page.SelectOptionAsync("#region", "CA");
        await shopper.Button("Keep this address").ClickAsync();
        await shopper.Page.Locator("main [role=status]").WaitForAsync();
        foreach (var path in Rooms)
            await Look(path);

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
