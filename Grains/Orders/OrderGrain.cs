using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Payments;

namespace Commerce.Orders;

/// <summary>What may be asked of an order; how its checkout is driven is beside this.</summary>
[GrainType("order")]
public sealed partial class OrderGrain(AggregateRuntime runtime, ISubjectKeys subjects)
    : AggregateGrain<Order, OrderEvent>(runtime),
        IOrderGrain
{
    private OrderId Id => new(this.GetPrimaryKeyString());

    public async Task<Outcome<OrderTold>> Place(OrderPlacement placement, TimeSpan patience)
    {
        var payment = new PaymentId(Runtime.Ids.New("pay"));
        var key = new SubjectKey(Id.Value, placement.WrappedKey.AsMemory());
        var (placed, durable) = Decide((order, _) => order.Place(placement, payment), key);
        if (placed is { IsAccepted: true, Value: true })
        {
            // A hold without a durable order lapses, so the two need not wait for each other.
            _firstRound = HoldAll([
                .. placement.Lines.Select(line => (line.Sku, line.Quantity, line.Sale)),
            ]);
        }

        await durable;
        if (!placed.IsAccepted)
            return placed.Rejection;

        await Drive(patience);
        return await Tell(_heard);
    }

    public async Task<Outcome<OrderTold>> Pay(PaymentAttempt attempt, TimeSpan patience)
    {
        if (await IsHardPaused())
            return SaleRejections.Paused;

        var payment = new PaymentId(Runtime.Ids.New("pay"));
        var asked = await Settle((order, _) => order.Pay(Id, attempt, payment));
        if (!asked.IsAccepted)
            return asked.Rejection;

        await Drive(patience);
        return Replayed(await Tell(_heard), !asked.Value);
    }

    public Task<Outcome<OrderTold>> Get() => Tell();

    public async Task<Outcome<OrderTold>> Await(
        long version,
        TimeSpan patience,
        CancellationToken cancellation = default
    )
    {
        await UntilChanged(version, patience, cancellation);
        return await Tell();
    }

    public Task<OrderStanding> Stand() => Task.FromResult(Standing());

    public async Task<OrderStanding> RefuseUnlessPlaced(ImmutableArray<Sku> skus)
    {
        await Settle((order, _) => order.Refuse());
        if (State.IsRefused)
        {
            // The placement that was lost may have held its units before it.
            await ReleaseAll(skus, round: 1);
        }

        return Standing();
    }

    public async Task<Outcome<OrderStanding>> Yield()
    {
        var yielded = await Settle((order, _) => order.Yield(Id));
        if (!yielded.IsAccepted)
            return yielded.Rejection;

        await Drive(TimeSpan.Zero);
        return Standing();
    }

    public async Task<Outcome<OrderTold>> Cancel(RequestKey key, string reason, TimeSpan patience)
    {
        var asked = await Settle((order, _) => order.Cancel(key, reason));
        return await Cancel(asked, patience);
    }

    private async Task<Outcome<OrderTold>> Cancel(Outcome<bool> asked, TimeSpan patience)
    {
        if (!asked.IsAccepted)
            return asked.Rejection;

        await Drive(patience);
        return Replayed(await Tell(), !asked.Value);
    }

    public async Task<Outcome<OrderTold>> Suspend(string reason)
    {
        var suspended = await Settle((order, _) => order.Suspend(reason));
        return suspended.IsAccepted ? await Tell() : suspended.Rejection;
    }

    public async Task<Outcome<OrderTold>> Resume(string reason)
    {
        var resumed = await Settle((order, _) => order.Resume(reason));
        return resumed.IsAccepted ? await Tell() : resumed.Rejection;
    }

    public async Task<Outcome<PaymentOperation>> Capture(
        RequestKey key,
        long? amount,
        TimeSpan patience
    ) =>
        State.Payable(capturing: true) is { IsAccepted: true, Value: var payment }
            ? await GrainFactory.Payment(payment).Capture(key, amount, patience)
            : State.Payable(capturing: true).Rejection!;

    public async Task<Outcome<PaymentOperation>> Void(RequestKey key, TimeSpan patience) =>
        State.Payable(capturing: false) is { IsAccepted: true, Value: var payment }
            ? await GrainFactory.Payment(payment).Void(key, patience)
            : State.Payable(capturing: false).Rejection!;

    public async Task<ImmutableArray<OrderHappening>> GetEvents(long after)
    {
        var happenings = ImmutableArray.CreateBuilder<OrderHappening>();
        var order = Order.Initial;
        await foreach (var (happened, recorded) in History(after: 0))
        {
            order = order.Evolve(happened, recorded.At);
            if (recorded.Version > after && order.Status is { } status)
            {
                happenings.Add(new(recorded.Version, recorded.Kind, recorded.At, status));
            }
        }

        return happenings.ToImmutable();
    }

    public Task<OrderBuyer?> GetBuyer()
    {
        if (Version == 0)
        {
            // Whoever tries ids out leaves nothing in memory.
            DeactivateOnIdle();
        }

        return Task.FromResult(State.Buyer);
    }

    public async Task<ImmutableArray<byte>?> GetSubjectKey() =>
        await subjects.Read(Id.Value) is { } wrapped ? [.. wrapped] : null;

    public async Task<Outcome<ProcessStanding>> Retry(TimeSpan patience)
    {
        if (State.Status is null)
            return ProcessRejections.NotFound;

        await Drive(patience);
        return new ProcessStanding(State.WakeAt, Version);
    }

    public Task Hear() => Drive(TimeSpan.Zero);

    protected override async Task OnWake()
    {
        await DriveRefunds();
        await Drive(Order.StepMax);
    }

    private OrderStanding Standing() => new(Id, State.Phase, State.Attempts.Count);

    private static Outcome<OrderTold> Replayed(Outcome<OrderTold> told, bool isReplay) =>
        told.IsAccepted ? told.Value with { IsReplay = isReplay } : told;

    /// <param name="heard">The standing of a payment that was heard just now, if any was.</param>
    private async Task<Outcome<OrderTold>> Tell(PaymentStanding? heard = null)
    {
        var (order, version) = (State, Version);
        if (order.Status is not { } status)
            return order.IsRefused ? OrderRejections.Abandoned : OrderRejections.NotFound;

        var payments = await Task.WhenAll(
            order.Attempts.Select(each =>
                heard?.Id == each.Payment
                    ? Task.FromResult(heard)
                    : GrainFactory.Payment(each.Payment).GetStanding()
            )
        );
        return new OrderTold(
            Id,
            order.Cart,
            status,
            order.Lines,
            order.Totals!,
            order.Country,
            order.Contact,
            [
                .. order.Attempts.Select(each => new AttemptTold(
                    each.Number,
                    each.Payment,
                    each.Outcome,
                    each.DeclineCode,
                    each.Key
                )),
            ],
            [
                .. payments.Where(each =>
                    each.Status is not (PaymentStatus.New or PaymentStatus.Abandoned)
                ),
            ],
            order.Reason,
            order.CreatedAt,
            version,
            Refunds: [.. order.Refunds.Asked]
        );
    }
}
