using System.Net;
using System.Net.Http.Json;
using System.Text;
using Commerce.Accounts;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>A store that believes an issuer's tokens, with accounts in it.</summary>
public sealed class AccountStore : IAsyncLifetime
{
    public const string Password = "plum tart on sunday";

    private readonly Issuer _issuer = new();

    public AccountStore() => Store = new([.. _issuer.Settings]);

    public EdgeStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _issuer.Dispose();
    }

    public Task<HttpResponseMessage> Register(
        string email,
        string password = Password,
        string? name = null,
        string? locale = null
    ) =>
        Store.Http.PostAsJsonAsync(
            "/api/v1/accounts",
            new
            {
                email,
                password,
                name,
                locale,
            },
            Cancellation
        );

    /// <summary>Somebody who has an account and has just signed in.</summary>
    internal async Task<Shopper> Open(string email)
    {
        using var opened = await Register(email);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        return Shopper((await opened.Json()).GetProperty("id").GetString()!);
    }

    /// <param name="age">How long ago they signed in.</param>
    /// <param name="session">In what session, if in one of the store's.</param>
    internal Shopper Shopper(string id, TimeSpan age = default, string? session = null)
    {
        var signedInAt = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds();
        var token = _issuer.Sign(
            id,
            alter: (_, claims) =>
            {
                claims["auth_time"] = signedInAt;
                claims["sid"] = session;
            }
        );
        return new(Store.Http, new(id), token);
    }
}

/// <summary>Asks as one customer.</summary>
internal sealed record Shopper(HttpClient Http, CustomerId Id, string Token)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="path">Behind <c>/api/v1/me</c>.</param>
    public Task<HttpResponseMessage> Ask(
        HttpMethod method,
        string path = "",
        object? body = null,
        string? key = null
    )
    {
        var request = new HttpRequestMessage(method, $"/api/v1/me{path}");
        request.Headers.Authorization = new("Bearer", Token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
        {
            var type =
                method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json";
            var json = System.Text.Json.JsonSerializer.Serialize(body);
            request.Content = new StringContent(json, Encoding.UTF8, type);
        }

        return Http.SendAsync(request, Cancellation);
    }
}

[CollectionDefinition(Name)]
public sealed class AccountTests : ICollectionFixture<AccountStore>
{
    public const string Name = "accounts";
}
