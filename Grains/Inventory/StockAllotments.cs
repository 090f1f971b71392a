using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>
/// Units set apart. A grant is journalled by the SKU's own stock first, then taken by the
/// allotment's, once; what is left and what was sold goes the other way, once.
/// </summary>
public sealed partial record Stock
{
    /// <summary>Allotments of a SKU at once, and grants of each.</summary>
    public const int AllotmentsMax = 100;

    /// <summary>How far ahead the deadline of a grant may be.</summary>
    public static readonly TimeSpan GrantMax = TimeSpan.FromHours(1);

    /// <summary>How long a settled allotment is remembered: until nothing of it is out.</summary>
    public static readonly TimeSpan SettledMemory = TimeSpan.FromDays(30);

    /// <summary>How long what is on its way may take, before it is sent again.</summary>
    public static readonly TimeSpan OnTheWayMax = TimeSpan.FromSeconds(2);

    /// <summary>Whether new holds are refused for good.</summary>
    [JsonIgnore]
    public bool IsClosing => Consigned is { Stage: > ConsignmentStage.Open };

    /// <summary>Whether it has none of its units any more, not even sold ones.</summary>
    [JsonIgnore]
    public bool HasReturned => Consigned is { Stage: > ConsignmentStage.Draining };

    [JsonIgnore]
    public AllotmentStanding Standing =>
        Consigned is not { } own ? new(Level, IsClosed: false, 0, 0, 0)
        : HasReturned
            ? new(Level, own.Stage > ConsignmentStage.Returning, own.Granted, own.Sold, own.Left)
        : new(Level, IsClosed: false, own.Granted, Level.Sold, Left: 0);

    /// <summary>When to see to what is on its way.</summary>
    private DateTimeOffset? Unfinished =>
        MayReturn
        || Consigned is { Stage: ConsignmentStage.Returning or ConsignmentStage.Informing }
            ? Consigned!.Since + OnTheWayMax
        : Allotments.IsEmpty ? null
        : Allotments.Where(IsUnfinished).Min(each => (DateTimeOffset?)each.Since) + OnTheWayMax;

    private bool MayReturn => Consigned is { Stage: ConsignmentStage.Draining } && Level.Held == 0;

    public bool IsUnfinished(Allotment it) => it.OnTheWay is not null || it.FreezesTold < Freezes;

    public Allotment? Find(string allotment) =>
        Allotments.FirstOrDefault(each => each.Name == allotment);

    public Decision<StockLevel, StockEvent> Grant(
        string allotment,
        int grant,
        int quantity,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (quantity is < 1 or > MovementQuantityMax || grant < 1)
            return StockRejections.QuantityOutOfRange;
        if (notAfter.NotAfter > now + GrantMax)
            return StockRejections.DurationOutOfRange;

        var stock = At(now);
        var open = stock.Find(allotment);
        if (open is not null && open.Has(grant))
            return stock.Level;
        if (grant <= stock.Ending(allotment).Through)
            return StockRejections.AllotmentClosed;
        if (stock.Level.Frozen)
            return StockRejections.Frozen;
        if (stock.Level.Saleable < quantity)
            return StockRejections.Insufficient(stock.Level);
        if ((open?.Grants.Length ?? stock.Allotments.Length) >= AllotmentsMax)
            return Rejections.Overloaded;

        var granted = new Granted(allotment, grant, quantity);
        return new(stock.Evolve(granted, now).Level, [.. Due(now), granted]);
    }

    /// <summary>The allotment has a grant's units.</summary>
    public Decision<StockLevel, StockEvent> SettleGrant(string allotment, int grant) =>
        Find(allotment)?.Grants.Any(each => each.Number == grant && !each.IsTaken) is true
            ? (Level, new GrantSettled(allotment, grant))
            : Level;

    /// <summary>The allotment is frozen as the SKU was then.</summary>
    public Decision<StockLevel, StockEvent> SettleFreeze(string allotment, int number) =>
        Find(allotment)?.FreezesTold < number ? (Level, new FreezeTold(allotment, number)) : Level;

    public Decision<int, StockEvent> TakeBack(
        string allotment,
        int closing,
        long left,
        long sold,
        DateTimeOffset now
    )
    {
        var (ending, open) = (Ending(allotment), Find(allotment));
        if (closing <= ending.Closing)
            return ending.Through;

        var granted = open?.Granted ?? 0;
        if (left < 0 || sold < 0 || left + sold > granted)
            return StockRejections.QuantityOutOfRange;

        // What it was granted and never took it will not take any more.
        var back = new TookBack(allotment, closing, granted - sold, sold);
        return (Evolve(back, now).Ending(allotment).Through, back);
    }

    public Decision<StockLevel, StockEvent> TakeGrant(int grant, int quantity, DateTimeOffset now)
    {
        var own = Consigned ?? Consignment.None;
        if (own.Taken.Any(each => each.Number == grant))
            return Level;
        if (grant <= own.Through)
            return StockRejections.AllotmentClosed;
        if (own.Stage is ConsignmentStage.Returning or ConsignmentStage.Informing)
            return StockRejections.AllotmentClosed;

        var taken = new GrantTaken(grant, quantity);
        return (Evolve(taken, now).Level, taken);
    }

    public Decision<StockLevel, StockEvent> FollowFreeze(
        bool frozen,
        int number,
        DateTimeOffset now
    )
    {
        if (number <= Freezes)
            return Level;

        StockEvent happened = frozen
            ? new Froze("with its SKU", number)
            : new Thawed("with its SKU", number);
        return (Evolve(happened, now).Level, happened);
    }

    public Decision<AllotmentStanding, StockEvent> Close(string informed, DateTimeOffset now)
    {
        if (IsClosing)
            return Standing;

        var closed = new Closed(informed);
        return (Evolve(closed, now).Standing, closed);
    }

    /// <summary>Sends what is left on its way, once nobody holds any.</summary>
    public Decision<AllotmentStanding, StockEvent> Return(DateTimeOffset now)
    {
        var stock = At(now);
        if (!stock.MayReturn)
            return new(stock.Standing, Due(now));

        var returned = new Returned(stock.Level.Available, stock.Level.Sold);
        return new(stock.Evolve(returned, now).Standing, [.. Due(now), returned]);
    }

    /// <summary>Its units are back.</summary>
    public Decision<bool, StockEvent> SettleReturn(int closing, int through) =>
        Consigned is { Stage: ConsignmentStage.Returning } own && own.Closings == closing
            ? (true, new ReturnSettled(through))
            : false;

    /// <summary>Who waits for its end has heard of it.</summary>
    public Decision<bool, StockEvent> SettleClosing() =>
        Consigned is { Stage: ConsignmentStage.Informing } ? (true, new ClosingTold()) : false;

    /// <summary>
    /// All units of the SKU, given how its allotments stand. Whatever is on its way meanwhile, they
    /// are as many as there are.
    /// </summary>
    public StockTotal Total(
        IReadOnlyDictionary<string, Versioned<AllotmentStanding>> standing,
        long version
    )
    {
        var shares = Allotments
            .Where(each => standing.ContainsKey(each.Name))
            .Select(each => Share(each, standing[each.Name].Value))
            .ToImmutableArray();
        var (held, sold) = (shares.Sum(each => each.Held), shares.Sum(each => each.Sold));
        return new(
            Level with
            {
                Available = Level.Available + Level.Allotted - held - sold,
                Held = Level.Held + held,
                Sold = Level.Sold + sold,
            },
            shares,
            version,
            standing.Values.Sum(each => each.Version)
        );

        static AllotmentShare Share(Allotment it, AllotmentStanding standing)
        {
            // One that is closed there and open here is about to be opened again.
            var (held, sold) = standing.IsClosed ? (0, 0) : (standing.Level.Held, standing.Sold);
            return new(it.Name, it.Granted - held - sold, held, sold);
        }
    }

    /// <summary>How often an allotment has been settled, and up to which grant.</summary>
    private AllotmentEnding Ending(string allotment) =>
        Find(allotment) is { } open ? new(open.Closing, open.Through)
        : Settled.TryGetValue(allotment, out var ending) ? ending
        : new(0, 0);

    private Stock Open(Granted e, DateTimeOffset at)
    {
        var ending = Ending(e.Allotment);
        var open = Find(e.Allotment);
        var with = open ?? new(e.Allotment, ending.Closing, ending.Through, [], 0, at);
        with = with with { Grants = with.Grants.Add(new(e.Grant, e.Quantity)), Since = at };
        return this with
        {
            Allotments = open is null ? Allotments.Add(with) : Allotments.Replace(open, with),
        };
    }

    private Stock Change(string allotment, Func<Allotment, Allotment> change) =>
        Find(allotment) is { } open
            ? this with
            {
                Allotments = Allotments.Replace(open, change(open)),
            }
            : this;

    private Stock Settle(TookBack e, DateTimeOffset at)
    {
        var (ending, open) = (Ending(e.Allotment), Find(e.Allotment));
        var through = open is null ? ending.Through : open.Grants.Max(grant => grant.Number);
        return this with
        {
            Allotments = open is null ? Allotments : Allotments.Remove(open),
            Settled = Settled.Set(e.Allotment, new(e.Closing, through), at + SettledMemory),
        };
    }

    /// <summary>Frozen or thawed once more: its allotments are to hear of it.</summary>
    private Stock Turn(int number, DateTimeOffset at) =>
        this with
        {
            Freezes = number > 0 ? number : Freezes + 1,
            Allotments = [.. Allotments.Select(each => each with { Since = at })],
        };
}
