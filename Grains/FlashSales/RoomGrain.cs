using Commerce.EventSourcing;

namespace Commerce.FlashSales;

/// <summary>What may be asked of a waiting room; how it works is beside this.</summary>
[GrainType("room")]
public sealed partial class RoomGrain(AggregateRuntime runtime)
    : AggregateGrain<Room, RoomEvent>(runtime),
        IRoomGrain
{
    private readonly RoomReports _reports = new();

    private SaleId Id => new(this.GetPrimaryKeyString());

    protected override SnapshotFormat<Room> SnapshotFormat { get; } =
        new(RoomJson.Default.Room, Fold: 1, room => room.Blocks.Count + room.Steps.Length);

    public async Task<RoomTold> Follow(
        long seen,
        RoomReport report,
        TimeSpan patience,
        CancellationToken cancellation = default
    )
    {
        _reports.Take(report, Now);
        if (_timer is null)
        {
            // Whoever follows takes up the work that another silo may have left.
            await Work();
        }

        if (_told.News <= seen)
        {
            await _news.Task.EndsWithin(patience, Runtime.Time, cancellation);
        }

        return _told;
    }

    public async Task<bool> Reveal(string seed)
    {
        var sale = await GrainFactory.Sale(Id).Get();
        var revealed = await Settle((room, _) => room.Reveal(seed, sale.Value?.Commit));
        Tell();
        return revealed.Value;
    }

    public Task<Outcome<NumberBlock>> Number(int leaf, int block, int count) =>
        Transact((room, _) => room.Number(leaf, block, count));

    protected override Task OnWake() => Work();
}
