using Commerce.EventSourcing;

namespace Commerce.Inventory;

/// <summary>
/// Sees to it that what was set apart arrives, and what is left comes back. Only what is durable is
/// acted on; should this process end, the alarm of whoever sent something goes on.
/// </summary>
public sealed partial class StockGrain
{
    /// <summary>How long a caller waits for other stocks.</summary>
    private static readonly TimeSpan ReachMax = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Task> _driving = new(StringComparer.Ordinal);

    private Sku Sku => AllotmentKey.Read(this.GetPrimaryKeyString()).Sku;

    private string Own =>
        AllotmentKey.Read(this.GetPrimaryKeyString()).Allotment
        ?? throw new InvalidOperationException("This is no allotment.");

    private IStockGrain Root => GrainFactory.Stock(Sku);

    public async Task<Outcome<StockLevel>> Grant(
        string allotment,
        int grant,
        int quantity,
        Deadline notAfter
    )
    {
        var granted = await Transact(
            (stock, now) => stock.Grant(allotment, grant, quantity, notAfter, now)
        );
        if (!granted.IsAccepted)
            return granted;

        var reaching = Reach(allotment);
        await reaching.EndsWithin(ReachMax, Runtime.Time);
        if (State.Find(allotment) is { } open && State.IsUnfinished(open))
        {
            await reaching.WaitAsync(TimeSpan.Zero, Runtime.Time);
            throw new TimeoutException($"{allotment} does not have its units yet.");
        }

        return granted;
    }

    public Task<Outcome<StockLevel>> TakeGrant(int grant, int quantity) =>
        Settle((stock, now) => stock.TakeGrant(grant, quantity, now));

    public Task<Outcome<StockLevel>> FollowFreeze(bool frozen, int number) =>
        Settle((stock, now) => stock.FollowFreeze(frozen, number, now));

    public Task<Outcome<int>> TakeBack(string allotment, int closing, long left, long sold) =>
        Settle((stock, now) => stock.TakeBack(allotment, closing, left, sold, now));

    public async Task<Outcome<AllotmentStanding>> CloseAllotment(string informed)
    {
        var closed = await Settle((stock, now) => stock.Close(informed, now));
        // Whoever asks hears it now; whoever is to be informed may be the same, and hears it later.
        await GiveBack().EndsWithin(ReachMax, Runtime.Time);
        return closed.IsAccepted ? State.Standing : closed;
    }

    public Task<Versioned<AllotmentStanding>> GetAllotment() =>
        Task.FromResult(new Versioned<AllotmentStanding>(State.Standing, Version));

    public async Task<StockTotal> GetTotal()
    {
        var stands = new Dictionary<string, Versioned<AllotmentStanding>>(StringComparer.Ordinal);
        await Task.WhenAll(
            State.Allotments.Select(async each =>
                stands[each.Name] = await Allotment(each.Name).GetAllotment()
            )
        );
        return State.Total(stands, Version);
    }

    private IStockGrain Allotment(string name) => GrainFactory.Allotment(Sku, name);

    private Task ReachAll() =>
        State.Allotments.IsEmpty
            ? Task.CompletedTask
            : Task.WhenAll(State.Allotments.Select(each => Reach(each.Name)));

    private Task Reach(string allotment) => Drive(allotment, () => ReachOne(allotment));

    private async Task ReachOne(string allotment)
    {
        while (State.Find(allotment) is { } open && State.IsUnfinished(open))
        {
            if (open.OnTheWay is { } grant)
            {
                var taken = await Allotment(allotment).TakeGrant(grant.Number, grant.Quantity);
                if (!taken.IsAccepted)
                    return;

                await Settle((stock, _) => stock.SettleGrant(allotment, grant.Number));
            }
            else
            {
                var number = State.Freezes;
                await Allotment(allotment).FollowFreeze(State.Level.Frozen, number);
                await Settle((stock, _) => stock.SettleFreeze(allotment, number));
            }
        }
    }

    private Task GiveBack() => Drive("", GiveBackOwn);

    private async Task GiveBackOwn()
    {
        if (!State.IsClosing)
            return;

        await Settle((stock, now) => stock.Return(now));
        if (State.Consigned is { Stage: ConsignmentStage.Returning } own)
        {
            var taken = await Root.TakeBack(Own, own.Closings, own.Left, own.Sold);
            if (!taken.IsAccepted)
                throw new InvalidOperationException($"Refused: {taken.Rejection.Code}.");

            await Settle((stock, _) => stock.SettleReturn(own.Closings, taken.Value));
        }
    }

    private Task Inform() => Drive("informed", InformOwn);

    private async Task InformOwn()
    {
        if (State.Consigned is { Stage: ConsignmentStage.Informing, Informed: var informed })
        {
            var grain = GrainFactory.GetGrain(GrainId.Parse(informed, provider: null));
            await grain.AsReference<IInformed>().Hear();
            await Settle((stock, _) => stock.SettleClosing());
        }
    }

    /// <summary>Units come back to an allotment that has none: they are the SKU's.</summary>
    private async Task<Outcome<Movement>> PassOn(MovementKey key, int quantity, string reason)
    {
        await GiveBack();
        return await Root.Restock(key, quantity, reason);
    }

    /// <summary>One at a time each; whoever comes while it goes on waits for the same.</summary>
    private Task Drive(string whose, Func<Task> steps) =>
        _driving.TryGetValue(whose, out var going) && !going.IsCompleted
            ? going
            : _driving[whose] = steps();
}
