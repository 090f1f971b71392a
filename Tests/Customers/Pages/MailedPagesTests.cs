using Commerce.SignIn;

namespace Commerce.Customers.Pages;

/// <summary>The pages that mails lead to.</summary>
[Collection(AccountTests.Name)]
public sealed class MailedPagesTests(CustomerStore store)
{
    private const string Other = "apple cake on monday";

    [Fact]
    public async Task An_address_is_theirs_once_they_say_so_and_not_once_the_link_was_opened()
    {
        using var member = await Member.Open(store, "verify@pages.example.com");
        var (asked, sent) = await member.Send(EmailPages.Again);
        var (soon, wait) = await member.Send(EmailPages.Again);
        var token = await store.MailedToken(member.Email);
        for (var scans = 0; scans < 3; scans++)
            await member.Read($"{MailedPages.Verify}?token={token}");
        var unproved = await member.Read("/account");
        var (taken, thanks) = await member.Send(MailedPages.Verify, ("token", token));
        var (used, old) = await member.Send(MailedPages.Verify, ("token", token));
        var (known, already) = await member.Send(EmailPages.Again);
        var proved = await member.Read("/account");

        Assert.Equal((303, 429), (asked, soon));
        Says("A mail is on its way", sent);
        Says("Please wait a moment", wait);
        Says("Tell us by a mail", unproved);
        Assert.Equal(303, taken);
        Says("this address is yours", thanks);
        Assert.Equal(422, used);
        Says("This link is good no longer", old);
        Says("It was followed before, or is older than a day", old);
        Assert.DoesNotContain("Yes, it is mine", old, StringComparison.Ordinal);
        Assert.Equal(409, known);
        Says("We know already", already);
        Assert.DoesNotContain("Tell us by a mail", proved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailedPages.Verify)]
    [InlineData(MailedPages.Reset)]
    public async Task A_link_that_is_none_says_so_before_anything_is_asked(string page)
    {
        using var anybody = Member.Meet(store, "anybody@pages.example.com");

        Says("This link is good no longer", await anybody.Read(page));
        Says("This link is good no longer", await anybody.Read($"{page}?token=none"));
    }

    [Fact]
    public async Task Who_forgot_their_password_is_told_what_everybody_is_and_chooses_another()
    {
        using var member = await Member.Open(store, "forgot@pages.example.com");
        using var elsewhere = Member.Meet(store, member.Email);
        await elsewhere.SignIn(CustomerStore.Password);
        var signIn = await elsewhere.Read("/account/sign-in");
        var (unknown, nobodys) = await elsewhere.Send(
            MailedPages.Forgot,
            ("email", "nobody@pages.example.com")
        );
        var (known, theirs) = await elsewhere.Send(MailedPages.Forgot, ("email", member.Email));
        var token = await store.MailedToken(member.Email);
        var form = await elsewhere.Read($"{MailedPages.Reset}?token={token}");
        var weak = new List<string>();
        string[] weaker = ["short", "aaaaaaaaaaaa", "forgot12", new('x', 257)];
        foreach (var password in weaker)
        {
            var (no, why) = await Choose(password);
            Assert.Equal(422, no);
            weak.Add(why);
        }
        var (chosen, done) = await Choose(Other);
        var (used, old) = await Choose("cherry pie on friday");
        var told = await store.Mail(member.Email);
        var (wrong, _) = await elsewhere.SignIn(CustomerStore.Password);
        var (right, home) = await elsewhere.SignIn(Other);

        Says($"href=\"{MailedPages.Forgot}\"", signIn);
        Assert.Equal((303, 303), (unknown, known));
        Assert.Equal(nobodys, theirs);
        Says("You will be signed out everywhere", form);
        Says("too short", weak[0]);
        Says("a run of characters", weak[1]);
        Says("hardly more than your address", weak[2]);
        Says("too long", weak[3]);
        Assert.All(weak, why => Says("Set this password", why));
        Assert.Equal(303, chosen);
        Says("Sign in with it", done);
        Assert.Equal(422, used);
        Says("Ask for another mail", old);
        Assert.Contains("password was changed", told.Subject, StringComparison.Ordinal);
        Assert.StartsWith(
            "/account/sign-in",
            await member.SentFrom("/account"),
            StringComparison.Ordinal
        );
        Assert.Equal((401, 303), (wrong, right));
        Says(member.Email, home);

        Task<(int Status, string Html)> Choose(string password) =>
            elsewhere.Send(MailedPages.Reset, ("token", token), ("password", password));
    }

    [Fact]
    public async Task No_other_site_sends_their_forms()
    {
        using var anybody = Member.Meet(store, "cross@pages.example.com");
        string[] pages = [MailedPages.Verify, MailedPages.Forgot, MailedPages.Reset];
        foreach (var page in pages)
        {
            using var answer = await anybody.Browser.Post(
                page,
                [("email", anybody.Email), ("token", "x"), ("password", Other)],
                ("Sec-Fetch-Site", "cross-site")
            );
            Assert.Equal(403, (int)answer.StatusCode);
        }
    }

    private static void Says(string sentence, string html) =>
        Assert.Contains(sentence, html, StringComparison.Ordinal);
}
