using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Commerce.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.SignIn;

/// <summary>A store that people and programs sign in to.</summary>
public sealed class SignInShop : IAsyncLifetime
{
    /// <summary>A program that signs in itself.</summary>
    public const string Tool = "tool";

    /// <summary>A program that asks people before it is told who they are.</summary>
    public const string Asker = "asker";

    /// <summary>A program for people who work here.</summary>
    public const string Desk = "desk";

    public const string ToolSecret = "the tool's own secret";

    /// <summary>With which RFC 7636 shows what S256 makes of a verifier (appendix B).</summary>
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public SignInShop()
        : this([]) { }

    internal SignInShop(params string[] settings) =>
        Store = new([
            "--Demo=true",
            $"--SignIn:Clients:{Asker}:Name=The asker",
            $"--SignIn:Clients:{Asker}:RedirectUris=http://127.0.0.1/callback",
            $"--SignIn:Clients:{Asker}:Consent=true",
            $"--SignIn:Clients:{Asker}:Scopes=orders:read, catalog:write",
            $"--SignIn:Clients:{Desk}:RedirectUris=http://127.0.0.1/callback",
            $"--SignIn:Clients:{Desk}:Scopes=orders:read, catalog:write",
            $"--SignIn:Clients:{Tool}:Secret={ToolSecret}",
            $"--SignIn:Clients:{Tool}:Scopes=orders:read, catalog:write",
            .. settings,
        ])
        {
            Alter = TurnKeysByHand,
        };

    public EdgeStore Store { get; }

    /// <summary>By which the keys that sign follow each other, and nothing else goes.</summary>
    internal static FakeTimeProvider KeyTime { get; } = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Store.InitializeAsync();

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>What is answered to a form, and its status.</summary>
    internal async Task<(int Status, JsonNode Body)> Send(
        string path,
        (string Name, string Value)[] fields,
        string? basic = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(
                fields.Select(each => KeyValuePair.Create(each.Name, each.Value))
            ),
        };
        if (basic is not null)
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(basic));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", text);
        }

        using var answer = await Store.Http.SendAsync(request, Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, body.Length > 0 ? JsonNode.Parse(body)! : new JsonObject());
    }

    /// <summary>A token for the program itself.</summary>
    internal async Task<string> ToolToken(string scope = "orders:read")
    {
        var (status, body) = await Send(
            "/connect/token",
            [("grant_type", "client_credentials"), ("scope", scope)],
            $"{Tool}:{ToolSecret}"
        );
        Assert.True(status is 200, $"{body}");
        return body["access_token"]!.GetValue<string>();
    }

    private static void TurnKeysByHand(IServiceCollection services) =>
        services.AddSingleton(all =>
            ActivatorUtilities.CreateInstance<SigningKeys>(all, (TimeProvider)KeyTime)
        );

    /// <summary>The key that signs now: only the store has it, and this test.</summary>
    internal async Task<ECDsa> SigningKey()
    {
        var ring = await Store.Service<SigningKeys>().Read();
        return ring.Signing(KeyTime.GetUtcNow()).Signature.ECDsa;
    }

    internal async Task<JsonNode> Read(string path) =>
        (await Store.Http.GetFromJsonAsync<JsonNode>(path, Stop))!;

    /// <summary>How a request with that token is answered.</summary>
    internal async Task<int> Try(string token, string path = "/api/v1/products")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await Store.Http.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }
}

[CollectionDefinition(nameof(SignInShop))]
public sealed class SignInShopTests : ICollectionFixture<SignInShop>;
