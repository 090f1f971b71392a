using System.Collections.Immutable;
using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.Carts;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.LoadTests.Micro;

[Description("a cart of three lines: a fourth, its checkout, and what each makes of it")]
public class CartDecisions
{
    private static readonly StockLevel Plenty = new(100_000, 0, 0);

    private Cart _cart = Cart.Initial;
    private CartEvent? _added;
    private CartEvent? _started;

    [GlobalSetup]
    public void Fill()
    {
        _cart = Cart.Initial.Evolve(Cart.Initial.Open(Samples.Euro).Event(), Samples.Noon);
        for (var number = 1; number <= 3; number++)
            _cart = _cart.Evolve(Add(number).Event(), Samples.Noon);

        _added = DecideAdd().Event();
        _started = DecideCheckout().Event();
    }

    [Benchmark]
    public Decision<CartAdd, CartEvent> DecideAdd() => Add(4);

    [Benchmark]
    public Decision<CheckoutTicket, CartEvent> DecideCheckout() =>
        _cart.Checkout(
            new("key-1", "request"),
            new("DE"),
            new(Samples.Order),
            ImmutableDictionary<Sku, Offer?>.Empty,
            standing: null,
            Samples.Noon
        );

    [Benchmark]
    public Cart EvolveLineAdded() => _cart.Evolve(_added!, Samples.Noon);

    [Benchmark]
    public Cart EvolveCheckoutStarted() => _cart.Evolve(_started!, Samples.Noon);

    private Decision<CartAdd, CartEvent> Add(int number)
    {
        var (sku, key) = (Samples.SkuOf(number), new RequestKey($"key-{number}", "request"));
        return _cart.Add(Samples.OfferOf(sku), sku, 2, Plenty, key, Samples.Noon);
    }
}
