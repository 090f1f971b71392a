using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What is told of how a sale goes.</summary>
public sealed class SaleFiguresTests
{
    private static readonly Sku Lamp = new("LAMP");
    private static readonly Sku Shade = new("SHADE");

    [Fact]
    public void It_adds_up_what_the_room_knows_of_each_item()
    {
        var told = SaleFigures.Of(Seen(SaleState.Live, soldOut: []), StandingSales.Now);

        Assert.Equal("live", told.State);
        Assert.Equal((900, 100), (told.Waiting, told.Admitted));
        Assert.Equal((7, 42, 71), (told.Holding, told.Sold, told.Left));
        Assert.Equal((12, 250, 33.5), (told.OrdersPerSecond, told.CheckoutP99, told.PerSecond));
        Assert.Equal(new LiveItemBody(Lamp, 5, 40, 55, false), told.Items[0]);
    }

    [Fact]
    public void Sold_out_is_what_is_live_and_has_nothing_of_any_item()
    {
        var some = Seen(SaleState.Live, [Lamp]);
        var all = Seen(SaleState.Live, [Shade, Lamp]);

        Assert.Equal("live", SaleFigures.Of(some, StandingSales.Now).State);
        Assert.True(SaleFigures.Of(some, StandingSales.Now).Items[0].SoldOut);
        Assert.Equal("sold_out", SaleFigures.Of(all, StandingSales.Now).State);
        Assert.Equal(
            "paused",
            SaleFigures.Of(Seen(SaleState.Paused, [Shade, Lamp]), StandingSales.Now).State
        );
    }

    [Fact]
    public void Before_there_is_a_room_all_units_are_left()
    {
        var told = SaleFigures.Of(
            new(StandingSales.Told(SaleState.Draft), Room: null, Work: 0),
            StandingSales.Now
        );

        Assert.Equal("draft", told.State);
        Assert.Equal((0, 0, 120), (told.Waiting, told.Sold, told.Left));
    }

    [Fact]
    public void Once_settled_it_tells_what_became_of_the_units()
    {
        var told = SaleFigures.Of(
            new(StandingSales.Told(SaleState.Settled), Room: null, Work: 0),
            StandingSales.Now
        );

        Assert.Equal("settled", told.State);
        Assert.Equal((0, 8, 2), (told.Holding, told.Sold, told.Left));
    }

    [Fact]
    public void Shoppers_are_not_told_what_only_operators_may_know()
    {
        var seen = Seen(SaleState.Live, []) with { Work = 17 };
        var sale = seen.Sale with
        {
            Terms = seen.Sale.Terms with { Honeypot = new Sku("HONEY"), Work = 12 },
            Blocked = ["crt_1"],
            Admission = new(5),
        };

        var theirs = SaleBody.ForShoppers(seen with { Sale = sale }, StandingSales.Now);
        var ours = SaleBody.ForOperators(seen with { Sale = sale }, StandingSales.Now);

        Assert.Null(theirs.Honeypot);
        Assert.Null(theirs.Blocked);
        Assert.Null(theirs.Admission);
        Assert.Null(theirs.Problem);
        Assert.Equal(17, theirs.Work);
        Assert.Equal(
            (new Sku("HONEY"), 5, 12),
            (ours.Honeypot, ours.Admission!.PerSecond, ours.Work)
        );
        Assert.Equal(["crt_1"], ours.Blocked!);
    }

    private static SaleSight Seen(SaleState state, Sku[] soldOut) =>
        new(
            StandingSales.Told(state),
            new(
                News: 1,
                Root: null,
                Count: 0,
                Seed: null,
                Steps: [new(StandingSales.Now, 100)],
                [.. soldOut],
                new(
                    Joined: 1_000,
                    Admitted: 100,
                    PerSecond: 33.5,
                    Orders: 12,
                    TimeSpan.FromMilliseconds(250),
                    [new(Lamp, Free: 55, Held: 5, Sold: 40), new(Shade, Free: 16, Held: 2, Sold: 2)]
                )
            ),
            Work: 0
        );
}
