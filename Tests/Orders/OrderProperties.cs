using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Shipping;
using CsCheck;

namespace Commerce.Orders;

/// <summary>
/// However the steps of a checkout and people's wishes interleave: an order moves only along its
/// state machine, is paid for by one attempt at a time and five at most, is confirmed only after
/// its units were sold to it, never leaves its end, and replays the same.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class OrderProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrderId Id = new("ord_eu1_1");
    private static readonly Sku Mug = new("MUG");
    private static readonly Currency Euro = new("EUR");

    private static readonly Dictionary<OrderStatus, OrderStatus[]> Machine = new()
    {
        [OrderStatus.Placing] =
        [
            OrderStatus.AwaitingPayment,
            OrderStatus.Rejected,
            OrderStatus.Cancelling,
        ],
        [OrderStatus.AwaitingPayment] =
        [
            OrderStatus.PaymentPending,
            OrderStatus.Securing,
            OrderStatus.Expired,
            OrderStatus.Cancelled,
            OrderStatus.Cancelling,
        ],
        [OrderStatus.PaymentPending] =
        [
            OrderStatus.AwaitingPayment,
            OrderStatus.Securing,
            OrderStatus.Expired,
            OrderStatus.Cancelling,
        ],
        [OrderStatus.Securing] =
        [
            OrderStatus.Confirmed,
            OrderStatus.Expired,
            OrderStatus.Cancelling,
        ],
        [OrderStatus.Confirmed] = [OrderStatus.Suspended, OrderStatus.Cancelling],
        [OrderStatus.Suspended] = [OrderStatus.Confirmed, OrderStatus.Cancelling],
        [OrderStatus.Cancelling] = [OrderStatus.Cancelled],
        [OrderStatus.Rejected] = [],
        [OrderStatus.Expired] = [],
        [OrderStatus.Cancelled] = [],
    };

    private static readonly (string Name, Func<Order, int, Decided> Decide)[] Commands =
    [
        ("place", (order, _) => Of(order.Place(Placement, new("pay_1")))),
        ("refuse", (order, _) => Of(order.Refuse())),
        ("reserve", (order, _) => Of(order.Reserve(Noon + Order.HoldMax))),
        ("second round", (order, _) => Of(order.BeginRound(2))),
        ("reject", (order, _) => Of(order.Reject(StockRejections.HoldEnded))),
        ("approve", (order, n) => Of(order.Approve(1 + (n % 5)))),
        ("decline", (order, n) => Of(order.Decline(1 + (n % 5), "card_declined"))),
        ("doubt", (order, n) => Of(order.Doubt(1 + (n % 5)))),
        ("ask payer", (order, n) => Of(order.AwaitPayer(1 + (n % 5), Noon.AddMinutes(n)))),
        ("confirm", (order, _) => Of(order.Confirm())),
        ("expire", (order, _) => Of(order.Expire("reservation_expired"))),
        ("cancel", (order, n) => Of(order.Cancel(new($"c{n % 2}", "x"), "changed my mind"))),
        ("cancel as operator", (order, n) => Of(CancelAsOperator(order, n))),
        ("finish cancel", (order, _) => Of(order.FinishCancel())),
        ("settle", (order, _) => Of(order.Settle())),
        ("yield", (order, _) => Of(order.Yield(Id))),
        (
            "pay",
            (order, n) => Of(order.Pay(Id, new(0, "tok", new($"p{n}", "x")), new($"pay_p{n}")))
        ),
        ("suspend", (order, _) => Of(order.Suspend("looks odd"))),
        ("resume", (order, _) => Of(order.Resume("is fine"))),
        ("extend", (order, n) => Of(order.Extend(Noon + TimeSpan.FromMinutes(n)))),
    ];

    private static Decision<bool, OrderEvent> CancelAsOperator(Order order, int n) =>
        order.Cancel(new($"c{n % 2}", "x"), "odd", new("ann", [new(n, Euro)]), left: 15, Noon);

    private static OrderPlacement Placement =>
        new(
            new("crt_eu1_1"),
            Generation: 1,
            Euro,
            [new("ln1", Mug, "prd_1", "Mug", 2, new(1_999, Euro))],
            new("DE"),
            "sealed",
            [1],
            "tok_ok",
            ShippingMethod.Express
        );

    [Fact]
    public void An_order_keeps_to_its_machine_and_replays_the_same() =>
        Gen.Select(Gen.Int[0, Commands.Length - 1], Gen.Int[0, 30])
            .List[0, 40]
            .Sample(
                steps =>
                {
                    var (order, now) = (Order.Initial, Noon);
                    var journal = new List<(OrderEvent Happened, DateTimeOffset At)>();
                    foreach (var (which, n) in steps)
                    {
                        now += TimeSpan.FromSeconds(1);
                        var command = Commands[which];
                        var before = order;
                        foreach (var happened in command.Decide(order, n).Events)
                        {
                            journal.Add((happened, now));
                            order = order.Evolve(happened, now);
                        }

                        Assert.Empty(command.Decide(order, n).Events);
                        Check(before, order, journal);
                    }
                },
                iter: Cases.Count
            );

    private static void Check(
        Order before,
        Order order,
        List<(OrderEvent Happened, DateTimeOffset At)> journal
    )
    {
        if (before.Status is { } from && order.Status != from)
        {
            Assert.Contains(order.Status!.Value, Machine[from]);
        }

        Assert.InRange(order.Attempts.Count, 0, Order.AttemptsMax);
        Assert.InRange(order.Attempts.Count(one => one.Outcome is AttemptOutcome.Out), 0, 1);
        Assert.InRange(order.Attempts.Count(one => one.Outcome is AttemptOutcome.Authorized), 0, 1);
        Assert.InRange(journal.Count(each => each.Happened is OrderEvent.Placed), 0, 1);
        Assert.True(
            order.Phase is not OrderPhase.Confirmed
                || order.Attempts.Any(one => one.Outcome is AttemptOutcome.Authorized),
            "Confirmed though nobody paid."
        );
        Assert.True(order.IsRefused is false || order.Status is null, "Placed though refused.");
        Assert.Equal(
            order.Phase is OrderPhase.Confirmed or OrderPhase.Unknown
                || (order.Phase is OrderPhase.Ended && !order.IsUnsettled),
            order.WakeAt is null
        );

        var replayed = Replay.Of<Order, OrderEvent>(journal);
        Assert.Equal(Print(order), Print(replayed));
    }

    /// <summary>The whole order as text: records compare their lists by reference.</summary>
    private static string Print(Order order) =>
        string.Join(
            '\n',
            [
                $"{order.Status} {order.IsRefused} {order.Cart} {order.Generation} {order.Totals}",
                $"{order.Contact} {order.HeldUntil:O} {order.PendingUntil:O} {order.Since:O}",
                $"{order.IsSecured} {order.IsUnsettled} {order.Reason?.Code} {order.CancelKey}",
                $"{order.CancelReason} {order.CreatedAt:O} {order.WakeAt:O} {order.Phase}",
                .. order.Lines.Select(line => line.ToString()),
                .. order.Attempts.Select(attempt => attempt.ToString()),
                .. order.Rounds.Select(round => round.ToString()),
            ]
        );

    private static Decided Of<T>(Decision<T, OrderEvent> decision) => new([.. decision.Events]);

    private sealed record Decided(OrderEvent[] Events);
}
