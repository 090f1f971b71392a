using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.EventSourcing;
using Commerce.Orders;

namespace Commerce.LoadTests.Micro;

[Description(
    "an order of two lines: its placing, tax and all, and its steps until it is confirmed"
)]
public class OrderDecisions
{
    private Order _order = Order.Initial;
    private OrderEvent? _placed;

    [GlobalSetup]
    public void Place()
    {
        _placed = DecidePlace().Event();
        _order = EvolvePlaced();
        if (StepsUntilConfirmed().Status is not OrderStatus.Confirmed)
            throw new InvalidOperationException("The steps of an order do not confirm it.");
    }

    [Benchmark]
    public Decision<bool, OrderEvent> DecidePlace() =>
        Order.Initial.Place(Samples.Placement, new(Samples.Payment));

    [Benchmark]
    public Order EvolvePlaced() => Order.Initial.Evolve(_placed!, Samples.Noon);

    /// <summary>Held, paid, confirmed: three times decided and evolved.</summary>
    [Benchmark]
    public Order StepsUntilConfirmed()
    {
        var held = After(_order, _order.Reserve(Samples.Noon + Order.HoldMax));
        var paid = After(held, held.Approve(attempt: 1));
        return After(paid, paid.Confirm());
    }

    private static Order After(Order order, Decision<bool, OrderEvent> decision) =>
        order.Evolve(decision.Event(), Samples.Noon);
}
