using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Http;
using Commerce.Stores;
using Commerce.Views;
using Microsoft.Extensions.DependencyInjection;

namespace Commerce.Carts;

/// <summary>A cart that was over a month ago is gone, and what it became is not.</summary>
public sealed class CartRemovalTests : IAsyncLifetime
{
    private static readonly Currency Euro = new("EUR");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder _folder = new();
    private readonly TrailingViews _views = new();
    private CatalogStore _store = null!;
    private Shop _shop = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await CatalogStore.Start(_folder.Path, _views.Stand);
        _shop = new(_store.Http);
        await _shop.Stock("TEA", units: 10);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_over_goes_after_a_month_and_what_was_bought_stays()
    {
        var bought = await _shop.FillCart("TEA");
        var order = (await _shop.Checkout(bought, "k")).Expect(201);
        var discarded = await _shop.FillCart("TEA");
        (await _shop.Send(HttpMethod.Delete, $"/api/v1/carts/{discarded}", null)).Expect(204);
        await Rest(Cart.KeptOver - Day);
        var idle = await _shop.FillCart("TEA");

        await Wake(bought, discarded, idle);
        Assert.Equal("completed", (await _shop.GetCart(bought)).Expect(200).Text("state"));

        await Rest(2 * Day);
        await Wake(bought, discarded, idle);

        Assert.True(await IsGone(bought) && await IsGone(discarded));
        Assert.Equal(404, (await _shop.GetCart(bought)).Status);
        Assert.Equal(404, (await _shop.GetCart(discarded)).Status);
        Assert.Equal(404, (await _shop.Checkout(bought, "k")).Status);
        Assert.Equal("open", (await _shop.GetCart(idle)).Expect(200).Text("state"));
        var kept = (await _shop.GetOrder(order.Text("id"))).Expect(200);
        Assert.Equal(("confirmed", order.Total), (kept.Text("status"), kept.Total));
        var sums = (await _shop.Get("/admin/v1/integrity")).Expect(200).Body["deltas"]!.AsArray();
        Assert.All(sums, each => Assert.Equal(0, each!["delta"]!.GetValue<long>()));
    }

    [Fact]
    public async Task One_that_nobody_bought_lapses_first_and_goes_a_month_later()
    {
        var idle = await _shop.FillCart("TEA");
        await Rest(Cart.IdleMax);
        await Wake(idle);
        Assert.Equal("cart_expired", (await _shop.GetCart(idle)).Code);

        await Rest(Cart.KeptOver + Day);
        await Wake(idle);

        Assert.True(await IsGone(idle));
    }

    [Fact]
    public async Task A_customer_whose_cart_is_gone_begins_another()
    {
        var ada = new CustomerId("cus_eu1_01J00000000000000000000000");
        var first = (await Mine(ada)).Value!.Cart;
        await _store.Grains.Cart(first.Id).Discard(first.Version, ada);
        await Rest(Cart.KeptOver + Day);
        await Wake(first.Id.Value);

        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Mine(ada)));

        var next = Assert.Single(again.Select(each => each.Value!.Cart.Id).Distinct());
        Assert.NotEqual(first.Id, next);
        Assert.True(await IsGone(first.Id.Value));
    }

    [Fact]
    public async Task It_stays_while_a_list_is_not_past_it()
    {
        var discarded = await _shop.OpenCart();
        (await _shop.Send(HttpMethod.Delete, $"/api/v1/carts/{discarded}", null)).Expect(204);
        await Rest(Cart.KeptOver + Day);

        _views.Trail = TimeSpan.FromHours(2);
        await Wake(discarded);
        Assert.False(await IsGone(discarded));

        _views.Trail = TimeSpan.Zero;
        await Wake(discarded);
        Assert.True(await IsGone(discarded));
    }

    private Task<Outcome<CustomerCartTold>> Mine(CustomerId customer) =>
        _store.Grains.CartOf(customer).Open(Euro);

    /// <summary>So much time goes by, and then something happens elsewhere.</summary>
    private async Task Rest(TimeSpan time)
    {
        _store.Time.Advance(time);
        await _shop.OpenCart();
        await _store.ListsTell();
    }

    private async Task Wake(params string[] carts)
    {
        foreach (var cart in carts)
            await GrainTime.Wake(_store.Grains, $"cart/{cart}");
    }

    private async Task<bool> IsGone(string cart) =>
        !await _store.Journal.Read($"cart/{cart}", after: 0, Cancellation).AnyAsync(Cancellation);

    /// <summary>Views that are further behind than they are.</summary>
    private sealed class TrailingViews : IViewBuilds
    {
        private IViewBuilds _views = null!;

        public TimeSpan Trail { get; set; }

        public void Stand(IServiceCollection services)
        {
            var real = services.Last(each => each.ServiceType == typeof(IViewBuilds));
            services.AddSingleton<IViewBuilds>(provider =>
            {
                _views = (IViewBuilds)
                    ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);
                return this;
            });
        }

        public async Task<ImmutableArray<ViewStanding>> All() =>
            [.. (await _views.All()).Select(each => each with { Lag = each.Lag + Trail })];

        public Task<Outcome<ViewStanding>> Rebuild(string view) => _views.Rebuild(view);
    }
}
