using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What only a cluster shows of a waiting room.</summary>
public sealed class RoomGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    private const int People = 60;
    private const int Units = 20;

    private static readonly string Seed = new('5', 64);
    private static readonly long Wanted = (long)(Units * Pace.PeoplePerUnit);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    /// <summary>
    /// Positions are fractions of a hash: before one there are more people, or fewer, than it says.
    /// Few people would else wait until admissions that nobody has are over.
    /// </summary>
    [Fact]
    public async Task As_many_people_are_let_in_as_units_want_wherever_the_draw_put_them()
    {
        var (id, sku) = (new SaleId("sal_eu1_people00000000000000000000"), new Sku("PEOPLE"));
        await cluster.Grains.Stock(sku).Receive(new("r", "", cluster.Soon), 100, "delivery");
        var (sale, room) = (cluster.Grains.Sale(id), cluster.Grains.Room(id));
        await sale.Put(new("People", [new(sku, new(900, new("EUR")), Units)]), expected: null);
        await sale.Schedule(Now.AddHours(1), Now.AddHours(2), expected: null);
        await sale.Arm(new(Draw.Commit(Seed), "sealed", [1]));
        var tickets = TicketsOfWhichFewComeFirst();
        foreach (var ticket in tickets)
            await cluster.Grains.RoomLeaf(id, Draw.LeafOf(ticket)).Join(ticket, Now.AddHours(1));
        await sale.Start(expected: null);
        await room.Wake();
        Assert.True(await room.Reveal(Seed));

        for (var second = 0; second < 10; second++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await room.Wake();
        }

        var told = await room.Follow(0, new(0, 0, default), default, Cancellation);
        Assert.Equal(People, told.Count);
        Assert.InRange(Before(told.Admitted, tickets), Wanted, Wanted + 2);
        var positions = await Task.WhenAll(
            Enumerable
                .Range(0, Draw.Leaves)
                .Select(i =>
                    cluster.Grains.RoomLeaf(id, i).CountDrawn(new(Seed, told.Root!, People), 7, 41)
                )
        );
        Assert.Equal(Before(41, tickets) - Before(7, tickets), positions.Sum());
    }

    /// <summary>At least five fewer than there are positions.</summary>
    private static List<string> TicketsOfWhichFewComeFirst() =>
        Enumerable
            .Range(0, 1_000)
            .Select(set =>
                Enumerable
                    .Range(set * People, People)
                    .Select(i => Draw.Commit(string.Create(null, $"{i:x64}")))
                    .ToList()
            )
            .First(tickets => Before(Wanted, tickets) <= Wanted - 5);

    private static int Before(long position, List<string> tickets)
    {
        var root = RootOf(tickets);
        return tickets.Count(ticket =>
            Draw.Position(
                Draw.Rank(Convert.FromHexString(Seed), root, Convert.FromHexString(ticket)),
                People
            ) < position
        );
    }

    private static byte[] RootOf(List<string> tickets) =>
        Convert.FromHexString(
            Draw.Root(
                Enumerable
                    .Range(0, Draw.Leaves)
                    .Select(i =>
                        Convert.ToHexStringLower(
                            MerkleTree.Root([
                                .. tickets
                                    .Where(ticket => Draw.LeafOf(ticket) == i)
                                    .Order(StringComparer.Ordinal)
                                    .Select(Convert.FromHexString),
                            ])
                        )
                    )
            )
        );
}
