using System.Net;
using System.Net.Http.Json;
using System.Text;
using Commerce.Accounts;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Http;
using MimeKit;

namespace Commerce.Customers;

/// <summary>A store that believes an issuer's tokens, with accounts in it.</summary>
public sealed class CustomerStore : IAsyncLifetime
{
    public const string Password = "plum tart on sunday";

    private readonly TemporaryFolder _folder = new();
    private readonly Issuer _issuer = new();
    private readonly HashSet<string> _read = [];

    public CustomerStore() => Store = new([.. _issuer.Settings, $"--Data={_folder.Path}"]);

    public EdgeStore Store { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _issuer.Dispose();
        _folder.Dispose();
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

    /// <param name="path">Behind <c>/api/v1/accounts</c>.</param>
    public Task<HttpResponseMessage> Post(string path, object body) =>
        Store.Http.PostAsJsonAsync($"/api/v1/accounts{path}", body, Cancellation);

    /// <summary>Completes with the first mail to an address that was not asked for yet.</summary>
    internal async Task<MimeMessage> Mail(string to)
    {
        var journal = Store.Service<IJournal>();
        for (var after = 0L; ; )
        {
            await journal.WaitBeyond(after, Cancellation);
            var page = await journal.ReadTail(after, 1_000);
            foreach (var sent in page.Where(each => each.Kind is "mail.sent"))
            {
                var file = Path.Combine(_folder.Path, "mail", $"{sent.Stream.Split('/')[1]}.eml");
                var mail = await MimeMessage.LoadAsync(file, Cancellation);
                if (mail.To.Mailboxes.Single().Address == to && _read.Add(file))
                    return mail;
            }

            after = page[^1].Position;
        }
    }

    /// <summary>The token of the link in the first such mail.</summary>
    public async Task<string> MailedToken(string to) =>
        (await Mail(to)).TextBody!.Split("?token=")[1].Split('\n')[0].Trim();

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
public sealed class AccountTests : ICollectionFixture<CustomerStore>
{
    public const string Name = "accounts";
}
