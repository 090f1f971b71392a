namespace Commerce.Customers.Pages;

/// <summary>The address book, without any script.</summary>
[Collection(AccountTests.Name)]
public sealed class AddressPagesTests(CustomerStore store)
{
    [Fact]
    public async Task Each_country_has_its_own_form()
    {
        using var member = await Member.Open(store, "forms@pages.example.com");
        var none = await member.Read(AddressPages.New);
        var states = await member.Read($"{AddressPages.New}?country=US");
        var codes = await member.Read($"{AddressPages.New}?country=DE");
        var neither = await member.Read($"{AddressPages.New}?country=HK");

        Assert.DoesNotContain("Keep this address", none, StringComparison.Ordinal);
        Says("In United States", states);
        Says(">State<", states);
        Says("California", states);
        Says("Postal code", codes);
        Assert.DoesNotContain("name=\"region\"", codes, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"postalCode\"", neither, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_added_once_changed_preferred_and_removed()
    {
        using var member = await Member.Open(store, "book@pages.example.com");
        var (added, book) = await Write(AddressPages.New, "10115", "one");
        var (again, same) = await Write(AddressPages.New, "10115", "one");
        var id = (await member.Account.GetBelongings()).Value!.Addresses.Single().Id;
        var form = await member.Read(AddressPages.Of(id));
        var elsewhere = await member.Read($"{AddressPages.Of(id)}?country=US");
        var (changed, moved) = await Write(AddressPages.Of(id), "20095", "");
        var (preferred, first) = await member.Send($"{AddressPages.Of(id)}/default");
        var (removed, empty) = await member.Send($"{AddressPages.Of(id)}/remove");
        var (twice, _) = await member.Send($"{AddressPages.Of(id)}/remove");
        using var gone = await member.Browser.Get(AddressPages.Of(id));

        Assert.Equal((303, 303, 303), (added, again, changed));
        Says("10115 Berlin", book);
        Says("10115 Berlin", same);
        Says("value=\"Ada Lovelace\"", form);
        Says("In United States", elsewhere);
        Says("value=\"Ada Lovelace\"", elsewhere);
        Says("20095 Berlin", moved);
        Assert.Equal((303, 303, 303), (preferred, removed, twice));
        Says("Where orders and bills go", first);
        Says("There is none yet", empty);
        Assert.Equal(404, (int)gone.StatusCode);

        Task<(int Status, string Html)> Write(string path, string code, string key) =>
            Send(member, path, code, key);
    }

    [Fact]
    public async Task What_no_post_would_have_comes_back_marked()
    {
        using var member = await Member.Open(store, "odd@pages.example.com");
        var (code, why) = await Send(member, AddressPages.New, "1011", "a");
        var (nowhere, choose) = await Send(member, AddressPages.New, "10115", "b", country: "");
        var (card, none) = await Send(member, AddressPages.New, "10115", "c", "4111111111111111");
        var (reused, other) = await Reuse();

        Assert.Equal((422, 422, 422, 422), (code, nowhere, card, reused));
        Says("not as the post there would have it", why);
        Says("As letters to Germany have it", why);
        Assert.Equal(["postalCode"], AccountPagesTests.Marked(why));
        Says("Please choose the country", choose);
        Says("looks like a card number", none);
        Assert.DoesNotContain("4111", none, StringComparison.Ordinal);
        Says("This form was sent before, with other answers", other);
        Assert.Single((await member.Account.GetBelongings()).Value!.Addresses);

        async Task<(int Status, string Html)> Reuse()
        {
            await Send(member, AddressPages.New, "10115", "d");
            return await Send(member, AddressPages.New, "20095", "d");
        }
    }

    [Fact]
    public async Task Nobody_sees_or_changes_anothers()
    {
        using var member = await Member.Open(store, "mine@pages.example.com");
        using var other = await Member.Open(store, "theirs@pages.example.com");
        await Send(member, AddressPages.New, "10115", "a");
        var id = (await member.Account.GetBelongings()).Value!.Addresses.Single().Id;
        using var seen = await other.Browser.Get(AddressPages.Of(id));
        var (changed, _) = await Send(other, AddressPages.Of(id), "20095", "");
        await other.Send($"{AddressPages.Of(id)}/remove");

        Assert.Equal((404, 404), ((int)seen.StatusCode, changed));
        Says("10115 Berlin", await member.Read(AddressPages.Address));
    }

    private static Task<(int Status, string Html)> Send(
        Member member,
        string path,
        string code,
        string key,
        string line1 = "Main St 1",
        string country = "DE"
    ) =>
        member.Send(
            path,
            ("country", country),
            ("key", key),
            ("name", "Ada Lovelace"),
            ("line1", line1),
            ("postalCode", code),
            ("city", "Berlin")
        );

    private static void Says(string sentence, string html) =>
        Assert.Contains(sentence, html, StringComparison.Ordinal);
}
