using System.Text.Json;
using Commerce.SignIn;

namespace Commerce.Customers.Pages;

/// <summary>What customers see and change of their own account.</summary>
[Collection(AccountTests.Name)]
public sealed class AccountPagesTests(CustomerStore store)
{
    private const string Other = "apple cake on monday";

    private static readonly string[] All =
    [
        "/account",
        ProfilePages.Address,
        AddressPages.Address,
        AddressPages.New,
        EmailPages.Address,
        PasswordPages.Address,
        SessionPages.Address,
        PrivacyPages.Address,
        PrivacyPages.Erasure,
    ];

    [Fact]
    public async Task Whoever_has_not_signed_in_is_sent_to_do_so_and_comes_back()
    {
        using var guest = Member.Meet(store, "guest@pages.example.com");
        foreach (var page in All)
            Assert.Equal(SignInPages.AddressFor(page), await guest.SentFrom(page));
        Assert.Equal(
            SignInPages.AddressFor("/account"),
            await guest.SentFrom(ProfilePages.Address, isForm: true)
        );

        using var member = await Member.Open(store, "leads@pages.example.com");
        var home = await member.Read("/account");
        foreach (var page in All)
            Assert.Null(await member.SentFrom(page));
        Assert.All(
            All[1..].Except([AddressPages.New, PrivacyPages.Erasure], StringComparer.Ordinal),
            page => Says($"href=\"{page}\"", home)
        );
    }

    [Fact]
    public async Task What_matters_most_asks_who_it_is_again_after_ten_minutes()
    {
        using var member = await Member.Open(store, "stale@pages.example.com");
        member.Age(TimeSpan.FromMinutes(11));
        (string Form, string Page)[] forms =
        [
            (PasswordPages.Address, PasswordPages.Address),
            (EmailPages.Address, EmailPages.Address),
            (SessionPages.Others, SessionPages.Address),
            (SessionPages.End(member.Here), SessionPages.Address),
            (PrivacyPages.Export, PrivacyPages.Address),
            (PrivacyPages.Erasure, PrivacyPages.Erasure),
        ];
        foreach (var (form, page) in forms)
        {
            Assert.Equal(SignInPages.AddressFor(page), await member.SentFrom(form, isForm: true));
        }

        var signIn = await member.Read(SignInPages.AddressFor(PasswordPages.Address));
        await member.SignIn(CustomerStore.Password);

        Says("please sign in again", signIn);
        Assert.Null(await member.SentFrom(PrivacyPages.Erasure));
    }

    [Fact]
    public async Task What_they_say_of_themselves_is_kept_or_comes_back_marked()
    {
        using var member = await Member.Open(store, "about@pages.example.com");
        var (kept, shown) = await Change("Ada", "+43 1 234567", "1990-12-31", "de-AT");
        var (wrong, marked) = await Change("Ada", "call me", "1990-02-31", "de-AT");
        var (odd, locale) = await Change("Ada", "call me", "2990-02-21", "!");
        var (card, none) = await Change("4111 1111 1111 1111", "", "", "");
        var still = await member.Read(ProfilePages.Address);
        var (emptied, empty) = await Change("", "", "", "");

        Assert.Equal(303, kept);
        Says("Your answers are kept", shown);
        Assert.Equal(422, wrong);
        Says("Some answers are missing or not right", marked);
        Assert.Equal(["birthday"], Marked(marked));
        Assert.Equal(422, odd);
        Assert.Equal(["phone", "birthday", "locale"], Marked(locale));
        Says("value=\"call me\"", locale);
        Assert.Equal(422, card);
        Says("looks like a card number", none);
        Assert.DoesNotContain("4111", none, StringComparison.Ordinal);
        Assert.All(["Ada", "+43 1 234567", "1990-12-31", "de-AT"], each => Says(each, still));
        Assert.Equal(303, emptied);
        Assert.DoesNotContain("1990", empty, StringComparison.Ordinal);

        Task<(int Status, string Html)> Change(
            string name,
            string phone,
            string birthday,
            string locale
        ) =>
            member.Send(
                ProfilePages.Address,
                ("name", name),
                ("phone", phone),
                ("birthday", birthday),
                ("locale", locale)
            );
    }

    [Fact]
    public async Task Another_address_counts_once_its_mail_was_followed()
    {
        using var member = await Member.Open(store, "mail@pages.example.com");
        using var other = await Member.Open(store, "taken@pages.example.com");
        var (none, odd) = await Change("nowhere");
        var (taken, conflict) = await Change(other.Email);
        var (asked, sent) = await Change("mail@new.pages.example.com");
        var token = await store.MailedToken("mail@new.pages.example.com");
        var (proved, _) = await member.Send(MailedPages.Verify, ("token", token));
        var page = await member.Read(EmailPages.Address);

        Assert.Equal((422, 409), (none, taken));
        Assert.Equal(["email"], Marked(odd));
        Says("There is an account with this e-mail address", conflict);
        Assert.Equal((303, 303), (asked, proved));
        Says("A mail is on its way", sent);
        Says("<b>mail@new.pages.example.com</b>", page);
        Says("We know that this address is yours", page);

        Task<(int Status, string Html)> Change(string email) =>
            member.Send(EmailPages.Address, ("email", email));
    }

    [Fact]
    public async Task Who_knows_their_password_chooses_another_and_is_signed_out_elsewhere()
    {
        using var member = await Member.Open(store, "change@pages.example.com");
        using var elsewhere = Member.Meet(store, member.Email);
        await elsewhere.SignIn(CustomerStore.Password);
        var (wrong, no) = await Change("something else", Other);
        var (weak, why) = await Change(CustomerStore.Password, "short");
        var (changed, done) = await Change(CustomerStore.Password, Other);

        Assert.Equal((401, 422, 303), (wrong, weak, changed));
        Says("This is not your password", no);
        Assert.Equal(["current"], Marked(no));
        Says("too short", why);
        Assert.Equal(["new"], Marked(why));
        Says("Your password was changed", done);
        Assert.Null(await member.SentFrom("/account"));
        Assert.NotNull(await elsewhere.SentFrom("/account"));
        Assert.Equal(303, (await elsewhere.SignIn(Other)).Status);

        Task<(int Status, string Html)> Change(string current, string password) =>
            member.Send(PasswordPages.Address, ("current", current), ("new", password));
    }

    [Fact]
    public async Task They_are_signed_out_from_afar_where_they_say()
    {
        using var member = await Member.Open(store, "where@pages.example.com");
        using var phone = Member.Meet(store, member.Email);
        using var tablet = Member.Meet(store, member.Email);
        await phone.SignIn(CustomerStore.Password);
        await tablet.SignIn(CustomerStore.Password);
        var before = await member.Read(SessionPages.Address);
        var (ended, _) = await member.Send(SessionPages.End(phone.Here));
        var (again, _) = await member.Send(SessionPages.End(phone.Here));
        var isTabletStill = await tablet.SentFrom("/account") is null;
        var (others, after) = await member.Send(SessionPages.Others);

        Says(SessionPages.End(phone.Here), before);
        Assert.DoesNotContain(SessionPages.End(member.Here), before, StringComparison.Ordinal);
        Assert.Equal((303, 303, 303), (ended, again, others));
        Assert.NotNull(await phone.SentFrom("/account"));
        Assert.True(isTabletStill);
        Assert.NotNull(await tablet.SentFrom("/account"));
        Assert.Null(await member.SentFrom("/account"));
        Assert.DoesNotContain("Sign out everywhere else", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_they_agree_to_is_taken_down_and_taken_back()
    {
        using var member = await Member.Open(store, "agree@pages.example.com");
        var (agreed, yes) = await Say("newsletter", "yes");
        var (taken, no) = await Say("newsletter", "no");
        var (odd, why) = await Say("Not a purpose", "yes");
        var consents = (await member.Account.GetBelongings()).Value!.Consents;

        Assert.Equal((303, 303, 422), (agreed, taken, odd));
        Says("You agree, since", yes);
        Says("Not since", no);
        Says("role=\"alert\"", why);
        Assert.Equal(
            [("newsletter", true), ("newsletter", false)],
            consents.Select(each => (each.Purpose, each.Granted))
        );

        Task<(int Status, string Html)> Say(string purpose, string granted) =>
            member.Send(
                PrivacyPages.Consent,
                ("purpose", purpose),
                ("version", "2026-11"),
                ("granted", granted)
            );
    }

    [Fact]
    public async Task They_read_and_save_what_is_known_of_them_and_nobody_else_does()
    {
        using var member = await Member.Open(store, "export@pages.example.com");
        using var other = await Member.Open(store, "spy@pages.example.com");
        var (asked, page) = await member.Send(PrivacyPages.Export, ("key", "once"));
        var (twice, same) = await member.Send(PrivacyPages.Export, ("key", "once"));
        var read = page.Split($"href=\"{PrivacyPages.Export}/")[1].Split('"')[0];
        var shown = await member.Read($"{PrivacyPages.Export}/{read}");
        using var file = await member.Browser.Get($"{PrivacyPages.Export}/{read}/file");
        using var spied = await other.Browser.Get($"{PrivacyPages.Export}/{read}");
        var json = JsonDocument.Parse(await Shopping.Visitor.Html(file)).RootElement;
        for (var i = 0; i < Privacy.PrivacyLimits.ExportsMax; i++)
            await member.Send(PrivacyPages.Export, ("key", $"{i}"));
        var (many, no) = await member.Send(PrivacyPages.Export, ("key", "more"));

        Assert.Equal((303, 303), (asked, twice));
        Says(read, same);
        Says(member.Email, shown);
        Assert.Equal(member.Email, json.GetProperty("account").GetProperty("email").GetString());
        Assert.Equal(
            "attachment; filename=\"my-data.json\"",
            file.Content.Headers.ContentDisposition!.ToString()
        );
        Assert.Equal(404, (int)spied.StatusCode);
        Assert.Equal(409, many);
        Says("Please wait a while", no);
    }

    [Fact]
    public async Task Who_closes_their_account_is_signed_out_and_signs_in_no_more()
    {
        using var member = await Member.Open(store, "gone@pages.example.com");
        var (closed, page) = await member.Send(PrivacyPages.Erasure);
        var left = await member.SentFrom("/account");
        var (no, _) = await member.SignIn(CustomerStore.Password);

        Assert.Equal((303, 401), (closed, no));
        Says("Your account is closed", page);
        Assert.NotNull(left);
    }

    [Theory]
    [InlineData("", "Something that does not say what it is")]
    [InlineData("till-7", "till-7")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
        "Safari on an iPhone"
    )]
    public void A_device_is_called_what_people_call_it(string told, string name) =>
        Assert.Equal(name, Device.NameOf(told));

    internal static IEnumerable<string> Marked(string html) =>
        html.Split("<input ", StringSplitOptions.None)
            .Where(field =>
                field.Split('>')[0].Contains("aria-invalid=\"true\"", StringComparison.Ordinal)
            )
            .Select(field => field.Split("name=\"")[1].Split('"')[0]);

    private static void Says(string sentence, string html) =>
        Assert.Contains(sentence, html, StringComparison.Ordinal);
}
