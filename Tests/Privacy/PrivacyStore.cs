using System.Net.Http.Headers;
using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Stores;

namespace Commerce.Privacy;

/// <summary>A store that knows who has signed in, and keeps no order's buyer longer than it
/// must.</summary>
public sealed class PrivacyStore : IAsyncLifetime
{
    public PrivacyStore() => Edge = new([.. Issuer.Settings, "--Privacy:OrderDays=0"]);

    public EdgeStore Edge { get; }

    internal Issuer Issuer { get; } = new();

    internal Shop Operator => new(Edge.Http, EdgeStore.OperatorKey);

    internal Shop Guest => new(Edge.Http, bearer: null);

    internal IGrainFactory Grains => Edge.Service<IGrainFactory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Edge.InitializeAsync();
        await Operator.Stock("TEA", units: 1_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        Issuer.Dispose();
    }

    /// <summary>The same who signed in just now.</summary>
    internal Shop As(CustomerId customer) => new(Edge.Http, SignRecently(Issuer, customer.Value));

    internal static string SignRecently(Issuer issuer, string customer) =>
        issuer.Sign(
            customer,
            alter: (_, claims) =>
                claims["auth_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()
        );

    /// <summary>An account whose address is known to be theirs.</summary>
    internal async Task<CustomerId> Register(string email, string name)
    {
        var registered = await Edge.Service<Registrations>()
            .Register(email, new(name), isEmailVerified: true);
        Assert.True(registered.IsAccepted, registered.Rejection?.Code);
        return registered.Value.Id;
    }

    /// <summary>Their export, once the lists have so many orders of theirs.</summary>
    internal static async Task<Reply> Export(Shop shop, int orders)
    {
        var at = (await shop.Post("/api/v1/me/export", new { }, key: null)).Expect(202).Location;
        using var time = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Reply export;
        do
        {
            time.Token.ThrowIfCancellationRequested();
            export = (await shop.Get(at)).Expect(200);
        } while (export.Body["orders"]!.AsArray().Count < orders);

        return export;
    }

    internal async Task<string> Page(string at, string bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, at);
        request.Headers.Authorization = new("Bearer", bearer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await Edge.Http.SendAsync(request, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
