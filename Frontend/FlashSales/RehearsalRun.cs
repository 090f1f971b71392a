using System.Collections.Concurrent;
using System.Globalization;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>
/// The virtual shoppers of one rehearsal: they queue, are let in, claim, hold, and pay or go away,
/// by the same grains as people do. Should this process end, the sale ends by its own time.
/// </summary>
internal sealed partial class RehearsalRun(
    SaleTold sale,
    int shoppers,
    IGrainFactory grains,
    SaleBoard board,
    TimeProvider time,
    ILogger<RehearsalRun> log
)
{
    /// <summary>Of ten who hold units, one goes away without paying.</summary>
    private const int LeavesIn = 10;

    private const int AtOnce = 256;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CommandMax = TimeSpan.FromSeconds(10);

    private readonly ConcurrentBag<TimeSpan> _holds = [];
    private readonly ConcurrentBag<DateTimeOffset> _sales = [];
    private int _joined;
    private int _refused;

    private DateTimeOffset Now => time.GetUtcNow();

    private ISaleGrain Sale => grains.Sale(sale.Id);

    public async Task Play(CancellationToken stop)
    {
        try
        {
            var key = await Until(() => board.Find(sale.Id)?.Key, stop);
            await Parallel.ForAsync(
                0,
                shoppers,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
                async (number, _) => await Join(key.TicketOf(NameOf(number)))
            );
            var drawn = await Until(
                () => board.Find(sale.Id) is { Drawn: not null } seen ? seen : null,
                stop
            );
            await Serve(TurnsOf(drawn, key), key, stop);
            await Sale.Stop(expected: null);
            var settled = await Settled(stop);
            await Sale.ReportRehearsal(Report(settled));
            await Clear();
        }
#pragma warning disable CA1031 // Nobody waits for it: whatever it is, it is said.
        catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(log, sale.Id, e);
        }
    }

    private async Task Join(string ticket)
    {
        var leaf = grains.RoomLeaf(sale.Id, Draw.LeafOf(ticket));
        if ((await leaf.Join(ticket, sale.StartsAt!.Value)).IsAccepted)
        {
            Interlocked.Increment(ref _joined);
        }
    }

    private PriorityQueue<int, long> TurnsOf(SaleSeen drawn, SaleKey key)
    {
        var turns = new PriorityQueue<int, long>();
        var (seed, root) = drawn.Drawn!.Value;
        for (var number = 0; number < shoppers; number++)
        {
            var hash = Convert.FromHexString(key.TicketOf(NameOf(number)));
            turns.Enqueue(number, Draw.Position(Draw.Rank(seed, root, hash), drawn.Room.Count));
        }

        return turns;
    }

    /// <summary>Whoever is let in comes, until nothing is left or everybody has come.</summary>
    private async Task Serve(PriorityQueue<int, long> turns, SaleKey key, CancellationToken stop)
    {
        var shopping = new List<Task>();
        while (
            turns.Count > 0
            && board.Find(sale.Id) is { } seen
            && seen.StateAt(Now) is SaleState.Live
            && !IsOver(seen.Room.Figures)
        )
        {
            while (turns.TryPeek(out var number, out var position) && position < seen.Room.Admitted)
            {
                turns.Dequeue();
                shopping.Add(Shop(number, key));
                board.CountsOf(sale.Id)?.Spent();
            }

            await Task.Delay(Look, time, stop);
        }

        await Task.WhenAll(shopping);
    }

    private static bool IsOver(RoomFigures figures) =>
        figures.Items is { IsDefaultOrEmpty: false } items
        && items.All(item => item is { Free: 0, Held: 0, Sold: > 0 });

    private async Task Shop(int number, SaleKey key)
    {
        var item = sale.Terms.Items[number % sale.Terms.Items.Length];
        var stock = grains.Allotment(item.Sku, sale.Allotment);
        var limit = grains.PurchaseLimit(sale.Id, key.Hash(NameOf(number)));
        var (name, begun) = (new HoldName(NameOf(number), 1), time.GetTimestamp());
        var holdTime = TimeSpan.FromSeconds(sale.Terms.HoldSeconds);
        var claiming = limit.Claim(new(name.Holder, 1, sale.Terms.Limit, Until: null), Soon());
        var held = await stock.Hold(name, 1, holdTime, Soon());
        var claimed = await claiming;
        if (!held.IsAccepted || !claimed.IsAccepted)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        _holds.Add(time.GetElapsedTime(begun));
        if (number % LeavesIn == 0)
        {
            await Task.WhenAll(stock.Release(name, Soon()), limit.Release(name.Holder, Soon()));
            return;
        }

        if ((await stock.Sell(name, Soon())).IsAccepted)
        {
            _sales.Add(Now);
            board.CountsOf(sale.Id)?.Ordered(time.GetElapsedTime(begun));
        }
    }

    private async Task<T> Until<T>(Func<T?> find, CancellationToken stop)
        where T : class
    {
        while (true)
        {
            if (find() is { } found)
                return found;

            await Task.Delay(Look, time, stop);
        }
    }

    private async Task<SaleTold> Settled(CancellationToken stop)
    {
        while (true)
        {
            if ((await Sale.Get()).Value is { Stage: SaleStage.Settled } settled)
                return settled;

            await Task.Delay(Look, time, stop);
        }
    }

    /// <summary>Takes what is left of the clones out of the world.</summary>
    private async Task Clear()
    {
        var key = new MovementKey("out", Rehearsals.Reason, Soon());
        foreach (var item in sale.Terms.Items)
        {
            await grains.Stock(item.Sku).Count(key, found: 0, from: null, Rehearsals.Reason);
        }
    }

    private RehearsalReport Report(SaleTold settled)
    {
        var (holds, sales) = (_holds.Order().ToList(), _sales.Order().ToList());
        var left = settled.Results.Sum(result => result.Left);
        return new(
            shoppers,
            _joined,
            holds.Count,
            _refused,
            settled.Results.Sum(result => result.Sold),
            left,
            left == 0 && sales.Count > 0 ? sales[^1] - sale.StartsAt!.Value : null,
            Percentile(0.5),
            Percentile(0.99),
            sales.GroupBy(at => at.ToUnixTimeSeconds()).Max(second => (int?)second.Count()) ?? 0
        );

        TimeSpan Percentile(double share) =>
            holds.Count == 0 ? TimeSpan.Zero : holds[(int)((holds.Count - 1) * share)];
    }

    private Deadline Soon() => new(Now + CommandMax);

    private static string NameOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"virtual-{number}");

    [LoggerMessage(LogLevel.Warning, "The rehearsal {Sale} was not played to its end.")]
    private static partial void Failed(ILogger log, SaleId sale, Exception exception);
}
