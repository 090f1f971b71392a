using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.Carts;
using Commerce.EventSourcing;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Payments;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>One order, and how far its checkout is. What it waits for has a clock.</summary>
/// <param name="Status">Null until it is placed; an unplaced order may be refused for good.</param>
/// <param name="Rounds">Which round of holds each SKU is in.</param>
/// <param name="HeldUntil">Until when every line is held, at least.</param>
/// <param name="PendingUntil">Until when an unknown payment is asked after.</param>
/// <param name="IsSecured">Whether units may have been sold to it.</param>
/// <param name="IsUnsettled">Whether something it held is still to be given back.</param>
public sealed partial record Order(
    OrderStatus? Status,
    bool IsRefused,
    CartId Cart,
    int Generation,
    ImmutableArray<OrderLine> Lines,
    Totals? Totals,
    Country Country,
    string Contact,
    ImmutableList<OrderAttempt> Attempts,
    ImmutableDictionary<Sku, int> Rounds,
    DateTimeOffset HeldUntil,
    DateTimeOffset PendingUntil,
    bool IsSecured,
    bool IsUnsettled,
    Rejection? Reason,
    RequestKey? CancelKey,
    string CancelReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset Since
) : IAggregate<Order, OrderEvent>
{
    /// <summary>How often an order may be paid for.</summary>
    public const int AttemptsMax = 5;

    /// <summary>How long a checkout's units are held at first.</summary>
    public static readonly TimeSpan HoldMax = TimeSpan.FromMinutes(15);

    /// <summary>How long they may be held at all, extensions included.</summary>
    public static readonly TimeSpan HoldLifeMax = TimeSpan.FromMinutes(60);

    /// <summary>What every hold must outlive before money is asked for.</summary>
    public static readonly TimeSpan PaymentMargin = Payment.CallMax + TimeSpan.FromSeconds(15);

    /// <summary>How long a step may take before the order is taken up again.</summary>
    public static readonly TimeSpan StepMax = TimeSpan.FromSeconds(10);

    public static Order Initial { get; } =
        new(
            Status: null,
            IsRefused: false,
            default,
            Generation: 0,
            [],
            Totals: null,
            default,
            Contact: "",
            [],
            ImmutableDictionary<Sku, int>.Empty,
            HeldUntil: default,
            PendingUntil: default,
            IsSecured: false,
            IsUnsettled: false,
            Reason: null,
            CancelKey: null,
            CancelReason: "",
            CreatedAt: default,
            Since: default
        );

    /// <summary>Until when the payer may agree, while the order waits for that.</summary>
    public DateTimeOffset? ActUntil { get; init; }

    /// <summary>
    /// Whose purchase limits it counts in, of each sale that it buys of, beside those of the
    /// attempt to pay that is the last.
    /// </summary>
    public ImmutableArray<SaleLimit> Limits { get; init; } = [];

    /// <summary>Why an operator should look at it before any money is taken.</summary>
    public string? Review { get; init; }

    /// <summary>Whose it is; <c>null</c> until it is placed.</summary>
    public OrderBuyer? Buyer { get; init; }

    public DateTimeOffset? WakeAt =>
        Status switch
        {
            null or OrderStatus.Confirmed or OrderStatus.Suspended => null,
            OrderStatus.AwaitingPayment when !IsAttemptOut => HeldUntil,
            // The payment tells what becomes of it; should that be lost, it is asked.
            OrderStatus.AwaitingPayment when ActUntil is { } until => until + StepMax,
            OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Cancelled => IsUnsettled
                ? Since + StepMax
                : null,
            _ => Since + StepMax,
        };

    /// <summary>Whether money is being asked for, or may be.</summary>
    public bool IsAttemptOut =>
        Attempts is [.., { Outcome: AttemptOutcome.Out }]
        && Status
            is OrderStatus.Placing
                or OrderStatus.AwaitingPayment
                or OrderStatus.PaymentPending;

    public OrderPhase Phase =>
        Status switch
        {
            null => IsRefused ? OrderPhase.Ended : OrderPhase.Unknown,
            OrderStatus.AwaitingPayment when !IsAttemptOut => OrderPhase.AwaitingPayment,
            OrderStatus.Confirmed or OrderStatus.Suspended => OrderPhase.Confirmed,
            OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Cancelled =>
                OrderPhase.Ended,
            _ => OrderPhase.Busy,
        };

    public Order Evolve(OrderEvent happened, DateTimeOffset at)
    {
        var order = this with { Since = at, ActUntil = null };
        return happened switch
        {
            Placed e => order.Begin(e, at),
            Refused => order with { IsRefused = true },
            RoundBegan e => order with { Rounds = Rounds.SetItems(In(e.Round)) },
            Reserved e => order with { Status = OrderStatus.AwaitingPayment, HeldUntil = e.Until },
            Rejected e => order.End(
                OrderStatus.Rejected,
                new(e.Code, RejectionKind.Conflict, e.Detail, Data: e.Facts)
            ),
            PaymentAsked e => order with
            {
                Attempts = Attempts.Add(
                    new(e.Attempt, e.Payment, e.Token, e.Key, e.Request, AttemptOutcome.Out, null)
                    {
                        Limits = e.Limits ?? [],
                    }
                ),
            },
            PaymentFailed e => order.Close(AttemptOutcome.Declined, e.Code) with
            {
                Status = OrderStatus.AwaitingPayment,
            },
            PaymentUnknown e => order with
            {
                Status = OrderStatus.PaymentPending,
                PendingUntil = e.Until,
            },
            HoldsExtended e => order with { HeldUntil = e.Until, ActUntil = ActUntil },
            PayerAsked e => order with { ActUntil = e.Until },
            Paid => order.Close(AttemptOutcome.Authorized, code: null) with
            {
                Status = OrderStatus.Securing,
                IsSecured = true,
            },
            LineReheld e => order with { Rounds = Rounds.SetItem(e.Sku, e.Round) },
            Confirmed => order with { Status = OrderStatus.Confirmed },
            CancelAsked e => order.NoteCancel(e.Reason, e.Key, e.Request) with
            {
                Status = OrderStatus.Cancelling,
            },
            Cancelled e => order
                .NoteCancel(e.Reason, e.Key, e.Request)
                .End(OrderStatus.Cancelled, reason: null),
            Expired e => order.End(
                OrderStatus.Expired,
                OrderRejections.HoldsEnded with
                {
                    Code = e.Code,
                }
            ),
            Settled => order with { IsUnsettled = false },
            Suspended => order with { Status = OrderStatus.Suspended },
            Resumed => order with { Status = OrderStatus.Confirmed },
            _ => throw new UnreachableException($"No such order event: {happened}"),
        };
    }

    /// <summary>The name of a line's hold, in the round that it is in.</summary>
    public HoldName HoldOf(OrderId id, OrderLine line) => HoldOf(id, line, Rounds[line.Sku]);

    /// <summary>The first round of a sale's units is what the cart holds already.</summary>
    public static HoldName HoldOf(OrderId id, OrderLine line, int round) =>
        round == 1 && line.Sale is { } sale ? sale.Hold : new(id.Value, round);

    private Order Begin(Placed e, DateTimeOffset at) =>
        this with
        {
            Status = OrderStatus.Placing,
            Cart = e.Cart,
            Generation = e.Generation,
            Lines = e.Lines,
            Totals = e.Totals,
            Country = e.Country,
            Contact = e.Contact,
            Attempts =
            [
                new(1, e.Payment, e.Token, null, null, AttemptOutcome.Out, null)
                {
                    Limits = e.PaymentLimits ?? [],
                },
            ],
            Rounds = e.Lines.ToImmutableDictionary(line => line.Sku, _ => 1),
            CreatedAt = at,
            Limits = e.Limits ?? [],
            Review = e.Review,
            Buyer = new(e.Account, e.EmailKey),
        };

    private IEnumerable<KeyValuePair<Sku, int>> In(int round) =>
        Lines.Select(line => KeyValuePair.Create(line.Sku, round));

    private Order End(OrderStatus status, Rejection? reason) =>
        this with
        {
            Status = status,
            Reason = reason,
            IsUnsettled = true,
        };

    private Order Close(AttemptOutcome outcome, string? code) =>
        this with
        {
            Attempts = Attempts.SetItem(
                Attempts.Count - 1,
                Attempts[^1] with
                {
                    Outcome = outcome,
                    DeclineCode = code,
                }
            ),
        };

    private Order NoteCancel(string reason, string? key, string? request) =>
        this with
        {
            CancelReason = reason,
            CancelKey = key is null ? CancelKey : new(key, request ?? ""),
        };
}

/// <summary>One attempt to pay the order.</summary>
public sealed record OrderAttempt(
    int Number,
    PaymentId Payment,
    string Token,
    string? Key,
    string? Request,
    AttemptOutcome Outcome,
    string? DeclineCode
)
{
    /// <summary>Whose purchase limits count because of its means.</summary>
    public ImmutableArray<SaleLimit> Limits { get; init; } = [];
}
