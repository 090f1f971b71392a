using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.FlashSales;

[Trait("Suite", "Properties")]
public sealed class RoomLeafTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = Start.AddSeconds(-1);

    [Fact]
    public void Whoever_comes_before_the_start_is_in_the_draw_once()
    {
        var (place, leaf) = Do(RoomLeaf.Initial, l => l.Join(Hash(1), Start, Before));
        var again = leaf.Join(Hash(1), Start, Start.AddHours(1));

        Assert.Equal(new RoomPlace(null), place.Value);
        Assert.Equal(new RoomPlace(null, IsRepeated: true), again.Reply.Value);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void Whoever_comes_later_needs_a_number()
    {
        var late = RoomLeaf.Initial.Join(Hash(1), Start, Start);

        Assert.Null(late.Reply.Value);
        Assert.Empty(late.Events);
    }

    [Fact]
    public void A_closed_leaf_takes_nobody_into_the_draw_whatever_the_clock_says()
    {
        var (_, closed) = Do(RoomLeaf.Initial, l => l.Close());

        Assert.Null(closed.Join(Hash(1), Start, Before).Reply.Value);
    }

    [Fact]
    public void Numbers_close_the_leaf_and_are_given_in_order_each_once()
    {
        var (_, leaf) = Do(RoomLeaf.Initial, l => l.Join(Hash(9), Start, Before));

        var (given, numbered) = Do(
            leaf,
            l => l.Number(new(1, 40, 4), [Hash(2), Hash(1), Hash(2), Hash(9)])
        );
        var again = numbered.Number(new(1, 40, 4), [Hash(3)]);

        Assert.True(given.Value);
        Assert.Equal(1, numbered.Closing!.Count);
        Assert.Equal(40, numbered.Find(Hash(2))!.Value.Number);
        Assert.Equal(41, numbered.Find(Hash(1))!.Value.Number);
        Assert.Null(numbered.Find(Hash(9))!.Value.Number);
        Assert.False(again.Reply.Value);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void A_block_that_is_smaller_than_those_who_wait_serves_the_first_of_them()
    {
        var (_, leaf) = Do(RoomLeaf.Initial, l => l.Number(new(1, 7, 1), [Hash(2), Hash(1)]));

        Assert.Equal(7, leaf.Find(Hash(2))!.Value.Number);
        Assert.Null(leaf.Find(Hash(1)));
    }

    [Fact]
    public void Its_root_is_over_its_tickets_in_order_and_is_the_same_when_asked_for_again()
    {
        var leaf = RoomLeaf.Initial;
        for (var i = 3; i > 0; i--)
            leaf = Do(leaf, l => l.Join(Hash(i), Start, Before)).Leaf;

        var (closing, closed) = Do(leaf, l => l.Close());

        byte[][] sorted = [.. Enumerable.Range(1, 3).Select(i => Convert.FromHexString(Hash(i)))];
        Assert.Equal(3, closing.Value!.Count);
        Assert.Equal(Convert.ToHexStringLower(MerkleTree.Root(sorted)), closing.Value.Root);
        Assert.Equal(closing.Value, closed.Close().Reply.Value);
        Assert.Empty(closed.Close().Events);
    }

    /// <summary>
    /// Whatever comes in whatever order: who has a place keeps it, and no number is given twice.
    /// </summary>
    [Fact]
    public void Places_are_kept_and_numbers_are_of_one_ticket_each() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20], Gen.Int[-2, 2])
            .Array[1, 60]
            .Sample(
                steps =>
                {
                    var (leaf, next) = (RoomLeaf.Initial, 0L);
                    var places = new Dictionary<string, long?>(StringComparer.Ordinal);
                    foreach (var (what, who, seconds) in steps)
                    {
                        var now = Start.AddSeconds(seconds);
                        leaf = what switch
                        {
                            0 => Do(leaf, l => l.Close()).Leaf,
                            1 => Do(leaf, l => l.Join(Hash(who), Start, now)).Leaf,
                            _ => Do(
                                leaf,
                                l =>
                                    l.Number(
                                        new(l.Blocks + 1, (next += what) - what, what),
                                        [Hash(who), Hash(who / 2), Hash(who)]
                                    )
                            ).Leaf,
                        };
                        foreach (var (name, place) in places)
                            Assert.Equal(place, leaf.Find(name)!.Value.Number);
                        for (var i = 0; i <= 20; i++)
                            if (leaf.Find(Hash(i)) is { } place)
                                places[Hash(i)] = place.Number;
                    }

                    Assert.Distinct(leaf.Numbers.Values);
                    Assert.Empty(leaf.Numbers.Keys.Intersect(leaf.Early));
                },
                iter: Cases.Count
            );

    private static string Hash(int i) => $"{i:x64}";

    private static (Outcome<T> Reply, RoomLeaf Leaf) Do<T>(
        RoomLeaf leaf,
        Func<RoomLeaf, Decision<T, RoomLeafEvent>> decide
    )
    {
        var decision = decide(leaf);
        return (
            decision.Reply,
            decision.Events.Aggregate(leaf, (l, happened) => l.Evolve(happened, Start))
        );
    }
}
