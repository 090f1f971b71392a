using System.Net;
using System.Net.Sockets;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>A store where people sign in at another store, and at others still.</summary>
public sealed class OutsideShop : IAsyncLifetime
{
    private readonly Liar _liar = new();
    private readonly TcpListener _mute = new(IPAddress.Loopback, 0);

    /// <summary>The other store, which knows the first as two programs.</summary>
    public SignInShop House { get; } =
        new(
            "--SignIn:Clients:shop:RedirectUris=http://127.0.0.1/account/sign-in/with/house/back",
            "--SignIn:Clients:shop:Secret=the shop's own secret",
            "--SignIn:Clients:asks:RedirectUris=http://127.0.0.1/account/sign-in/with/asks/back",
            "--SignIn:Clients:asks:Consent=true"
        );

    public EdgeStore Store { get; private set; } = null!;

    internal Liar Liar => _liar;

    public async ValueTask InitializeAsync()
    {
        await House.InitializeAsync();
        await _liar.Start();
        _mute.Start();
        var house = $"{House.Store.Http.BaseAddress}";
        Store = new([
            .. Provider(0, "house", house, "shop", "the shop's own secret"),
            .. Provider(1, "asks", house, "asks"),
            .. Provider(2, "liar", _liar.Issuer, Liar.Client, Liar.Secret),
            .. Provider(3, "gone", "http://127.0.0.1:1/", "shop"),
            .. Provider(4, "mute", $"http://{_mute.LocalEndpoint}/", "shop"),
            "--SignIn:ProviderSeconds=3",
        ]);
        await Store.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await House.DisposeAsync();
        await _liar.DisposeAsync();
        _mute.Dispose();
    }

    internal Visitor Visitor() => new(Store.Http.BaseAddress!);

    /// <summary>Where they are sent who want to sign in there.</summary>
    internal static async Task<Uri> Leave(
        Visitor visitor,
        string provider,
        string back = "/account"
    )
    {
        var query = $"back={Uri.EscapeDataString(back)}";
        return await Follow(visitor, $"/account/sign-in/with/{provider}?{query}");
    }

    internal static async Task<Uri> Follow(Visitor visitor, string address)
    {
        using var left = await visitor.Get(address);
        Assert.True(left.StatusCode is HttpStatusCode.Redirect, $"{left}");
        return left.Headers.Location!;
    }

    /// <summary>Comes back from where that was said of them.</summary>
    internal async Task<HttpResponseMessage> SignIn(
        Visitor visitor,
        Words words,
        string back = "/account"
    ) => await visitor.Get(_liar.Answer(await Leave(visitor, "liar", back), words));

    /// <summary>Whose account it is to be that at the liar's, if anybody's.</summary>
    internal async Task<string?> OwnerOf(Words words) =>
        await Store
            .Service<IGrainFactory>()
            .Claim(CustomerLimits.IdentityClaim, KeyOf(words))
            .GetOwner();

    internal string KeyOf(Words words) =>
        new OutsideIdentity("liar", _liar.Issuer, words.Subject).KeyBy(Store.Service<ServerKeys>());

    /// <summary>Shows the other store that their address is theirs.</summary>
    internal async Task Verify(Person person)
    {
        var (grains, keys) = (
            House.Store.Service<IGrainFactory>(),
            House.Store.Service<ServerKeys>()
        );
        var owner = await grains
            .Claim(CustomerLimits.EmailClaim, keys.EmailKey(person.Email))
            .GetOwner();
        var customer = grains.Customer(new(owner!));
        var told = (await customer.Get()).Value!;
        await customer.QuestionEmail("00ff", told.EmailKey, told.Email);
        var soon = new Deadline(TimeProvider.System.GetUtcNow().AddSeconds(10));
        Assert.True((await customer.VerifyEmail("00ff", soon)).IsAccepted);
    }

    private static string[] Provider(
        int number,
        string name,
        string issuer,
        string client,
        string secret = ""
    ) =>
        [
            $"--SignIn:Providers:{number}:Name={name}",
            $"--SignIn:Providers:{number}:Title=The {name}",
            $"--SignIn:Providers:{number}:Issuer={issuer}",
            $"--SignIn:Providers:{number}:ClientId={client}",
            $"--SignIn:Providers:{number}:ClientSecret={secret}",
        ];
}

[CollectionDefinition(nameof(OutsideShop))]
public sealed class OutsideShopTests : ICollectionFixture<OutsideShop>;
