using System.Net;
using System.Security.Claims;
using Commerce.Accounts;
using Commerce.Http;
using Commerce.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Orders;

/// <summary>Whoever tries out cards is stopped, and nobody else.</summary>
public sealed class DeclinesTests : IAsyncLifetime
{
    private const string Network = "203.0.113.";

    private readonly EdgeStore _store = new("--RateLimits:declines:Requests=3");
    private readonly FakeTimeProvider _time = new();
    private Declines _declines = null!;

    public async ValueTask InitializeAsync()
    {
        await _store.InitializeAsync();
        _declines = new(_store.Service<RateLimits>(), _store.Service<RateLimitSettings>(), _time);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task No_card_is_asked_about_after_too_many_of_a_cart_and_others_buy_on()
    {
        await _store.Stock("DECLINED");
        var shop = new Shop(_store.Http, bearer: null);
        var cart = await shop.FillCart("DECLINED");
        for (var i = 0; i < 3; i++)
            (await shop.Checkout(cart, $"k{i}", "tok_declined")).Expect(402);

        var refused = (await shop.Checkout(cart, "good", "tok_ok")).Expect(429);
        Assert.Equal("too_many_attempts", refused.Code);
        (await shop.Checkout(await shop.FillCart("DECLINED"), "other")).Expect(201);
    }

    [Fact]
    public void An_address_and_an_account_are_counted_whatever_they_pay_for()
    {
        var account = Issuer.NewAccount();
        for (var i = 0; i < 3; i++)
            Assert.True(Try($"crt_{i}", from: 1, account, isDeclined: true));

        Assert.False(Try("crt_new", from: 1, account: null));
        Assert.False(Try("crt_new", from: 2, account));
        Assert.True(Try("crt_new", from: 2, account: null));
    }

    [Fact]
    public void What_goes_through_counts_for_nothing()
    {
        for (var i = 0; i < 20; i++)
            Assert.True(Try("crt_a", from: 1, account: null));
    }

    [Fact]
    public void An_hour_later_it_may_be_tried_again()
    {
        for (var i = 0; i < 3; i++)
            Try("crt_a", from: 1, account: null, isDeclined: true);

        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.False(Try("crt_a", from: 1, account: null));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(Try("crt_a", from: 1, account: null));
    }

    [Fact]
    public void Many_at_once_of_an_account_are_no_more_once_one_was_declined()
    {
        var account = Issuer.NewAccount();
        Try("crt_a", from: 1, account, isDeclined: true);
        var let = Enumerable
            .Range(0, 100)
            .Count(i => _declines.Begin(Http(i, account), $"crt_{i}", out _) is null);

        Assert.Equal(2, let);
    }

    [Fact]
    public void Who_comes_from_nowhere_is_counted_too()
    {
        for (var i = 0; i < 3; i++)
            Try($"crt_{i}", from: null, account: null, isDeclined: true);

        Assert.False(Try("crt_new", from: null, account: null));
    }

    /// <summary>Whether an attempt is let through; then it comes to an end.</summary>
    private bool Try(string about, int? from, string? account, bool isDeclined = false)
    {
        if (_declines.Begin(Http(from, account), about, out var attempt) is not null)
            return false;

        attempt.End(isDeclined);
        return true;
    }

    private static DefaultHttpContext Http(int? from, string? account)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = from is { } host
            ? IPAddress.Parse($"{Network}{host}")
            : null;
        if (account is not null)
            http.User = new(new ClaimsIdentity([new("sub", account)]));
        return http;
    }
}
