using Commerce.Browsers;
using Commerce.Shopping;
using Microsoft.Playwright;

namespace Commerce.SignIn.Passkeys;

/// <summary>Passkeys in a real browser, which has an authenticator within it.</summary>
[Collection(nameof(OpenShop))]
public sealed class PasskeyBrowserTests(OpenShop shop)
{
    /// <summary>A browser that fills nothing in.</summary>
    private const string OffersNothing =
        "PublicKeyCredential.isConditionalMediationAvailable = async () => false;";

    [Fact]
    public async Task Somebody_adds_a_passkey_signs_in_with_it_and_removes_it()
    {
        await using var shopper = await shop.Enter(byName: true);
        await Plug(shopper);
        await shopper.Go("/account/register");
        await shopper.Page.FillAsync("#email", "keys@example.com");
        await shopper.Page.FillAsync("#password", "four words that rhyme not");
        await shopper.Button("Open the account").ClickAsync();
        await shopper.Hear("Your account");

        await shopper.Link("Passkeys").ClickAsync();
        await shopper.Page.FillAsync("#name", "This laptop");
        await shopper.Button("Add a passkey").ClickAsync();
        await shopper.Page.Locator("h2", new() { HasText = "This laptop" }).WaitForAsync();
        Assert.Empty(await shopper.Barriers());
        await shopper.Button("Add a passkey").ClickAsync();
        await shopper.Page.GetByText("has a passkey for your account already").WaitForAsync();

        // The page offers it by itself, and this authenticator takes all that is offered.
        await SignOut(shopper);
        await shopper.Go("/account/sign-in?back=/account/passkeys");
        await shopper.Hear("Passkeys");
        var page = await shopper.Page.InnerTextAsync("main");
        Assert.DoesNotContain("not yet", page, StringComparison.Ordinal);

        await SignOut(shopper);
        await shopper.Page.AddInitScriptAsync(OffersNothing);
        await shopper.Go("/account/sign-in?back=/account/passkeys");
        await shopper.Button("Sign in with a passkey").ClickAsync();
        await shopper.Hear("Passkeys");
        Assert.Empty(shopper.Complaints);

        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await shopper.Page.GetByText("You have none yet").WaitForAsync();
        await SignOut(shopper);
        await shopper.Go("/account/sign-in");
        await shopper.Button("Sign in with a passkey").ClickAsync();
        Assert.Contains("not known here", await shopper.Alert(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_passkey_can_be_given_none_is_asked_for()
    {
        await using var byNumber = await shop.Enter();
        await using var withoutScript = await shop.Enter(hasScript: false, byName: true);
        foreach (var shopper in (Shopper[])[byNumber, withoutScript])
        {
            await shopper.Go("/account/sign-in");
            Assert.False(await shopper.Page.Locator("form[data-passkey]").IsVisibleAsync());
            Assert.Empty(shopper.Complaints);
        }
    }

    /// <summary>An authenticator that its owner unlocks when it is asked.</summary>
    private static async Task Plug(Shopper shopper)
    {
        var cdp = await shopper.Page.Context.NewCDPSessionAsync(shopper.Page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    private static async Task SignOut(Shopper shopper)
    {
        await shopper.Go("/account/sign-out");
        await shopper.Page.Leave(() => shopper.Button("Sign out").ClickAsync());
    }
}
