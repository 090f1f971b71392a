using System.Net;
using System.Text.Json.Nodes;
using Commerce.Customers;
using Commerce.Shopping;

namespace Commerce.SignIn.Passkeys;

/// <summary>Somebody with an account, at a shop with a name, and an authenticator.</summary>
internal sealed class PasskeyOwner : IDisposable
{
    private const string Begin = "/begin";

    private readonly SignInShop _shop;
    private readonly Person _person;

    private PasskeyOwner(SignInShop shop)
    {
        _shop = shop;
        Address = new UriBuilder(shop.Store.Http.BaseAddress!) { Host = "localhost" }.Uri;
        Device = new(Address.GetLeftPart(UriPartial.Authority));
        _person = new(shop) { Browser = new(Address) };
    }

    public Uri Address { get; }

    public Authenticator Device { get; }

    public Visitor Browser => _person.Browser;

    public string Email => _person.Email;

    public CustomerId Id => new(System.Text.Encoding.UTF8.GetString(Device.UserHandle));

    internal ICustomerGrain Grain => _shop.Store.Service<IGrainFactory>().Customer(Id);

    public static async Task<PasskeyOwner> Register(SignInShop shop)
    {
        var owner = new PasskeyOwner(shop);
        await owner._person.Register();
        return owner;
    }

    /// <summary>Has added a passkey, and signed out.</summary>
    public static async Task<PasskeyOwner> WithPasskey(SignInShop shop)
    {
        var owner = await Register(shop);
        using var added = await owner.Add();
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        await owner.SignOut();
        return owner;
    }

    public void Dispose()
    {
        Device.Dispose();
        _person.Dispose();
    }

    public async Task SignOut()
    {
        using var left = await Browser.Post("/account/sign-out");
        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
    }

    public Task<HttpResponseMessage> SignInByPassword(string? password = null) =>
        _person.SignIn(password: password);

    public Task<JsonNode> AskNew() => Ask(PasskeyPages.Address);

    public Task<JsonNode> Ask() => Ask(PasskeyPages.SignInAddress);

    public async Task<HttpResponseMessage> Add(Lie? lie = null, string name = "My key") =>
        await SendNew(Device.Create(await AskNew(), lie).ToJsonString(), name);

    public Task<HttpResponseMessage> SendNew(string answer, string name = "My key") =>
        Browser.Post(PasskeyPages.Address, ("name", name), ("credential", answer));

    public async Task<HttpResponseMessage> SignIn(Lie? lie = null) =>
        await Send(Device.Get(await Ask(), lie).ToJsonString());

    public Task<HttpResponseMessage> Send(string answer, Visitor? browser = null) =>
        (browser ?? Browser).Post(
            PasskeyPages.SignInAddress,
            ("back", "/account"),
            ("credential", answer)
        );

    public Task<HttpResponseMessage> Remove(PasskeyId passkey) =>
        Browser.Post($"{PasskeyPages.Address}/remove", ("passkey", passkey.Value));

    /// <summary>With the cookies that this browser has now, whatever becomes of them.</summary>
    public Visitor Thief()
    {
        var thief = new Visitor(Address);
        foreach (Cookie each in Browser.Cookies.GetAllCookies())
            thief.Cookies.Add(new Cookie(each.Name, each.Value, each.Path, each.Domain));
        return thief;
    }

    private async Task<JsonNode> Ask(string path)
    {
        using var answer = await Browser.Post(path + Begin);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await Visitor.Html(answer))!;
    }
}
