using System.Collections.Immutable;
using System.Globalization;
using Commerce.EventSourcing;

namespace Commerce.FlashSales;

[GrainType("room-leaf")]
public sealed class RoomLeafGrain(AggregateRuntime runtime)
    : AggregateGrain<RoomLeaf, RoomLeafEvent>(runtime),
        IRoomLeafGrain
{
    // Who waits for a number, in the order of their coming.
    private readonly List<string> _waiting = [];
    private Task<Rejection?> _numbering = Task.FromResult<Rejection?>(null);
    private (DrawnSet Draw, ImmutableArray<long> Positions)? _drawn;

    public async Task<Outcome<RoomPlace>> Join(string ticket, DateTimeOffset closesAt)
    {
        var place = await Transact((leaf, now) => leaf.Join(ticket, closesAt, now));
        if (!place.IsAccepted)
            return place.Rejection;

        return place.Value ?? await TakeNumber(ticket);
    }

    public async Task<LeafClosed> Close() => (await Settle((leaf, _) => leaf.Close())).Value!;

    public Task<ImmutableArray<string>> GetTickets(int from, int limit)
    {
        var early = State.Early;
        var count = int.Clamp(early.Count - from, 0, limit);
        return Task.FromResult(
            Enumerable.Range(from, count).Select(i => early[i]).ToImmutableArray()
        );
    }

    public Task<long> GetCount() => Task.FromResult((long)State.Count);

    public Task<long> CountDrawn(DrawnSet draw, long from, long before)
    {
        if (_drawn?.Draw != draw)
        {
            _drawn = (draw, State.Positions(draw));
        }

        return Task.FromResult<long>(
            _drawn.Value.Positions.Count(position => position >= from && position < before)
        );
    }

    private async Task<Outcome<RoomPlace>> TakeNumber(string ticket)
    {
        if (!_waiting.Contains(ticket, StringComparer.Ordinal))
        {
            _waiting.Add(ticket);
        }

        while (State.Find(ticket) is null)
        {
            // One asks for all who wait: the faster they come, the larger the blocks.
            if (_numbering.IsCompleted)
            {
                _numbering = NumberWaiting();
            }

            if (await _numbering is { } rejection)
                return rejection;
        }

        return State.Find(ticket)!.Value with
        {
            IsRepeated = false,
        };
    }

    private async Task<Rejection?> NumberWaiting()
    {
        var (sale, leaf) = Names();
        var tickets = _waiting.Take(RoomLeaf.BlockMax).ToImmutableArray();
        var given = await GrainFactory
            .Room(sale)
            .Number(leaf, State.Blocks + 1, int.Max(1, tickets.Length));
        if (!given.IsAccepted)
            return given.Rejection;

        await Settle((state, _) => state.Number(given.Value, tickets));
        _waiting.RemoveAll(ticket => State.Find(ticket) is not null);
        return null;
    }

    private (SaleId Sale, int Leaf) Names()
    {
        var parts = this.GetPrimaryKeyString().Split('/');
        return (new(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
