using Commerce.Http;
using Commerce.Stores;

namespace Commerce.Accounts;

/// <summary>A store that takes an issuer's word for who a shopper is.</summary>
public sealed class AccountStore : IAsyncLifetime
{
    private readonly Issuer _issuer = new();
    private HttpClient _http = null!;

    public AccountStore()
        : this([]) { }

    internal AccountStore(params string[] settings) =>
        Edge = new([.. _issuer.Settings, .. settings]);

    public EdgeStore Edge { get; }

    /// <summary>A client with the operators' key.</summary>
    internal Shop Operator => new(_http, EdgeStore.OperatorKey);

    internal Shop Guest => new(_http, bearer: null);

    /// <summary>Somebody who has just signed in for the first time.</summary>
    internal Shop Anybody => As(Issuer.NewAccount());

    internal Shop As(string account) => new(_http, _issuer.Sign(account));

    public async ValueTask InitializeAsync()
    {
        await Edge.InitializeAsync();
        // Where a cart went is looked at, and not followed.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        _http = new(handler) { BaseAddress = Edge.Http.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Edge.DisposeAsync();
        _issuer.Dispose();
    }
}

[CollectionDefinition(nameof(AccountStore))]
public sealed class AccountStoreTests : ICollectionFixture<AccountStore>;
