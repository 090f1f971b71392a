using System.Security.Cryptography;
using System.Text;
using Commerce.FlashSales;
using Commerce.LoadTests.FlashSales;

namespace Commerce.LoadTests;

/// <summary>That the judge of a flash sale finds each broken promise, and no other.</summary>
public sealed class SaleJudgeTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PublishedDraw Published = Drawn(count: 300);

    /// <summary>A sale of ten units, of which eight were sold, as it should be.</summary>
    private static readonly SaleHistory Good = new(
        Units: 10,
        Limit: 2,
        Start,
        new(Granted: 10, Sold: 8, Left: 2),
        [new(1, 2), new(2, 1), new(2, 1), new(3, 2), new(4, 2)],
        UnitsInDoubt: 0,
        [new("add", Start), new("checkout", Start.AddSeconds(1))],
        EntriesWithout: 0,
        [.. Enumerable.Repeat(new CheckoutSeen(TimeSpan.FromSeconds(0.5), LostHold: false), 200)],
        new Dictionary<string, long>(),
        new Dictionary<string, long>(),
        Published,
        LetInByPlace(Published)
    );

    [Fact]
    public void A_sale_as_it_should_be_keeps_every_promise() =>
        Assert.All(SaleJudge.Judge(Good), verdict => Assert.True(verdict.Holds, $"{verdict}"));

    public static TheoryData<string, SaleHistory> Broken =>
        new()
        {
            { "G1", Good with { Units = 7, Settled = new(7, 7, 0), UnitsInDoubt = 0 } },
            { "G1", Good with { Settled = new(10, 11, 0) } },
            { "G2", Good with { Settled = null } },
            { "G2", Good with { Settled = new(10, 8, 1) } },
            { "G2", Good with { Settled = new(10, 8, 3) } },
            { "G2", Good with { Settled = new(11, 8, 2) } },
            { "G2", Good with { Settled = new(10, 7, 3) } },
            { "G2", Good with { Settled = new(10, 9, 1) } },
            { "G2", Good with { Settled = new(10, 10, 0), UnitsInDoubt = 1 } },
            { "G3", Good with { Orders = [.. Good.Orders.Skip(1), new(2, 2)] } },
            { "G4", Good with { Successes = [new("add", Start.AddTicks(-1)), .. Good.Successes] } },
            { "G5", Good with { Draw = null } },
            { "G6", Good with { Checkouts = Slow(lost: 1) } },
            { "G7", Good with { Failures = new Dictionary<string, long> { ["poll 503"] = 1 } } },
            { "no", Good with { EntriesWithout = 1 } },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_promise_is_found(string promise, SaleHistory history) =>
        Assert.Contains(
            SaleJudge.Judge(history),
            verdict =>
                !verdict.Holds && verdict.Promise.StartsWith(promise, StringComparison.Ordinal)
        );

    [Fact]
    public void What_is_in_doubt_may_have_been_sold_or_not()
    {
        foreach (var sold in (long[])[8, 9])
        {
            var history = Good with { UnitsInDoubt = 1, Settled = new(10, sold, 10 - sold) };

            Assert.All(SaleJudge.Judge(history), verdict => Assert.True(verdict.Holds));
        }
    }

    [Fact]
    public void A_slow_checkout_that_keeps_its_units_is_no_broken_promise()
    {
        var history = Good with { Checkouts = Slow(lost: 0) };

        Assert.All(SaleJudge.Judge(history), verdict => Assert.True(verdict.Holds));
    }

    public static TheoryData<string, Func<PublishedDraw, PublishedDraw>> Tampered =>
        new()
        {
            { "another commitment", draw => draw with { Commit = Hash("other") } },
            { "the seed", draw => draw with { Proof = draw.Proof with { Seed = Hash("other") } } },
            { "tickets in the set", draw => draw with { Set = [.. draw.Set.Skip(1)] } },
            {
                "not in its order",
                draw => draw with { Set = [draw.Set[1], draw.Set[0], .. draw.Set.Skip(2)] }
            },
            {
                "not in its order",
                draw => draw with { Set = [draw.Set[0], draw.Set[0], .. draw.Set.Skip(2)] }
            },
            { "the root", draw => draw with { Proof = draw.Proof with { Root = Hash("other") } } },
            {
                "another position",
                draw =>
                    draw with
                    {
                        Set = [(draw.Set[0].Hash, draw.Set[0].Position + 1), .. draw.Set.Skip(1)],
                    }
            },
        };

    [Theory]
    [MemberData(nameof(Tampered))]
    public void A_draw_that_does_not_recompute_is_found(
        string objection,
        Func<PublishedDraw, PublishedDraw> tamper
    ) => IsBroken(Good with { Draw = tamper(Published) }, objection);

    [Fact]
    public void A_ticket_that_was_left_out_of_the_draw_is_found() =>
        IsBroken(
            Good with
            {
                Tickets = [.. Good.Tickets, new(Hash("left out"), LetIn: null)],
            },
            "not in the set"
        );

    [Fact]
    public void Whoever_was_let_in_before_a_better_place_is_found()
    {
        var last = Good.Tickets[^1] with { LetIn = Start };

        IsBroken(Good with { Tickets = [.. Good.Tickets.SkipLast(1), last] }, "better place");
    }

    private static void IsBroken(SaleHistory history, string objection)
    {
        var broken = Assert.Single(SaleJudge.Judge(history), verdict => !verdict.Holds);
        Assert.StartsWith("G5", broken.Promise, StringComparison.Ordinal);
        Assert.Contains(objection, broken.Seen, StringComparison.Ordinal);
    }

    private static CheckoutSeen[] Slow(int lost) =>
        [
            .. Good.Checkouts,
            .. Enumerable
                .Range(0, 3)
                .Select(i => new CheckoutSeen(TimeSpan.FromSeconds(1.1), LostHold: i < lost)),
        ];

    /// <summary>A draw as the store makes it.</summary>
    private static PublishedDraw Drawn(int count)
    {
        var seed = Hash("seed");
        var tickets = Enumerable
            .Range(0, count)
            .Select(i => Hash($"ticket {i}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        var leaves = tickets.ToLookup(Draw.LeafOf, Convert.FromHexString);
        var root = Draw.Root(
            Enumerable
                .Range(0, Draw.Leaves)
                .Select(leaf => Convert.ToHexStringLower(MerkleTree.Root([.. leaves[leaf]])))
        );
        return new(
            Draw.Commit(seed),
            new(Draw.Commit(seed), seed, root, count),
            [.. tickets.Select(ticket => (ticket, PositionOf(ticket, seed, root, count)))]
        );
    }

    private static long PositionOf(string ticket, string seed, string root, int count)
    {
        var rank = Draw.Rank(
            Convert.FromHexString(seed),
            Convert.FromHexString(root),
            Convert.FromHexString(ticket)
        );
        return Draw.Position(rank, count);
    }

    /// <summary>Fifty a second; the last of them have not been let in.</summary>
    private static List<EarlyTicket> LetInByPlace(PublishedDraw draw) =>
        [
            .. draw
                .Set.OrderBy(each => each.Position)
                .Select(
                    (each, i) =>
                        new EarlyTicket(each.Hash, i < 250 ? Start.AddSeconds(1 + (i / 50)) : null)
                ),
        ];

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
