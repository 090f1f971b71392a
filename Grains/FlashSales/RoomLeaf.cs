using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.FlashSales.RoomLeafEvent;

namespace Commerce.FlashSales;

/// <summary>Who has a ticket, of those whose tickets begin alike.</summary>
/// <param name="Early">Tickets of the draw, in order.</param>
/// <param name="Numbers">The numbers of those who came after the start.</param>
/// <param name="Blocks">How many blocks of numbers it was given.</param>
/// <param name="Closing">What was in the draw, once nobody enters it any more.</param>
public sealed record RoomLeaf(
    ImmutableSortedSet<string> Early,
    ImmutableDictionary<string, long> Numbers,
    int Blocks,
    LeafClosed? Closing
) : IAggregate<RoomLeaf, RoomLeafEvent>
{
    /// <summary>Tickets that a leaf takes: four million in a whole room.</summary>
    public const int TicketsMax = 65_536;

    /// <summary>Numbers that are given at a time.</summary>
    public const int BlockMax = 64;

    public static RoomLeaf Initial { get; } =
        new(
            ImmutableSortedSet.Create<string>(StringComparer.Ordinal),
            ImmutableDictionary.Create<string, long>(StringComparer.Ordinal),
            Blocks: 0,
            Closing: null
        );

    public int Count => Early.Count + Numbers.Count;

    /// <summary>The place of a ticket; <c>null</c> for one that needs a number first.</summary>
    public Decision<RoomPlace?, RoomLeafEvent> Join(
        string ticket,
        DateTimeOffset closesAt,
        DateTimeOffset now
    )
    {
        if (Find(ticket) is { } place)
            return place;
        if (Count >= TicketsMax)
            return Rejections.Overloaded;
        if (Closing is not null || closesAt <= now)
            return new Decision<RoomPlace?, RoomLeafEvent>((RoomPlace?)null, []);

        return (new RoomPlace(Number: null), new Joined(ticket));
    }

    /// <summary>
    /// Gives numbers to those who came after the start, in their order, each once. <c>false</c> for
    /// a block that is not the next.
    /// </summary>
    public Decision<bool, RoomLeafEvent> Number(NumberBlock block, ImmutableArray<string> tickets)
    {
        if (block.Block != Blocks + 1)
            return false;

        var numbered = new Numbered(
            block.Block,
            block.First,
            [
                .. tickets
                    .Where(each => Find(each) is null)
                    .Distinct(StringComparer.Ordinal)
                    .Take(block.Count),
            ]
        );
        return new(true, Closing is null ? [Close(Early), numbered] : [numbered]);
    }

    public Decision<LeafClosed, RoomLeafEvent> Close()
    {
        if (Closing is not null)
            return Closing;

        var closed = Close(Early);
        return (new(closed.Count, closed.Root), closed);
    }

    /// <summary>Where a draw put its early tickets.</summary>
    public ImmutableArray<long> Positions(DrawnSet draw)
    {
        var (seed, root) = (Convert.FromHexString(draw.Seed), Convert.FromHexString(draw.Root));
        return
        [
            .. Early.Select(ticket =>
                Draw.Position(Draw.Rank(seed, root, Convert.FromHexString(ticket)), draw.Count)
            ),
        ];
    }

    /// <summary>Where a ticket stands that was here before.</summary>
    public RoomPlace? Find(string ticket) =>
        Early.Contains(ticket) ? new(Number: null, IsRepeated: true)
        : Numbers.TryGetValue(ticket, out var number) ? new(number, IsRepeated: true)
        : null;

    public RoomLeaf Evolve(RoomLeafEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Joined e => this with { Early = Early.Add(e.Ticket) },
            Closed e => this with { Closing = new(e.Count, e.Root) },
            Numbered e => this with
            {
                Blocks = e.Block,
                Numbers = Numbers.SetItems(
                    e.Tickets.Select((ticket, i) => KeyValuePair.Create(ticket, e.First + i))
                ),
            },
            _ => throw new UnreachableException($"No such event of a leaf: {happened}"),
        };

    private static Closed Close(ImmutableSortedSet<string> early)
    {
        byte[][] entries = [.. early.Select(Convert.FromHexString)];
        return new(entries.Length, Convert.ToHexStringLower(MerkleTree.Root(entries)));
    }
}
