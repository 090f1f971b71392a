using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.FlashSales;
using Commerce.Inventory;
using CsCheck;

namespace Commerce.Carts;

/// <summary>
/// Whatever two carts have: of each SKU there is what both had, what is left of it or what a line
/// may have; what did not come in is told; a hold of a sale is in the cart or is given back, never
/// both; a guest's cart comes once; and replay gives the same cart.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class CartMergeProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Euro = new("EUR");
    private static readonly CartId Guest = new("crt_eu1_guest");

    /// <summary>One SKU in both carts: how many units each has, and whether in a sale.</summary>
    /// <param name="Left">Available; the product is gone where that is negative.</param>
    private sealed record Case(
        int Mine,
        bool IsMineOfSale,
        int Theirs,
        bool IsTheirsOfSale,
        int Left
    )
    {
        public bool IsSold => Left >= 0;
    }

    private static readonly Gen<Case> AnyCase = Gen.Select(
        Gen.OneOf(Gen.Const(0), Gen.Int[1, 999]),
        Gen.Int[0, 9],
        Gen.OneOf(Gen.Const(0), Gen.Int[1, 999]),
        Gen.Int[0, 9],
        Gen.OneOf(Gen.Int[-1, 5], Gen.Int[0, 2_500]),
        (mine, mineOfSale, theirs, theirsOfSale, left) =>
            new Case(mine, mineOfSale == 0, theirs, theirsOfSale == 0, left)
    );

    private static readonly Gen<Case[]> AnyCases = Gen.Frequency(
        (50, AnyCase.Array[0, 8]),
        (1, AnyCase.Array[150, 320])
    );

    [Fact]
    public void Nothing_is_lost_or_doubled_when_two_carts_become_one() =>
        Gen.Select(AnyCases, Gen.Int[1, 3].Select(mode => (MergeMode)mode))
            .Sample((cases, mode) => Merge(cases, mode), iter: Cases.Count / 4);

    private static void Merge(Case[] cases, MergeMode mode)
    {
        var mine = Fill(cases, each => each.Mine, each => each.IsMineOfSale, "mine");
        var guest = Fill(cases, each => each.Theirs, each => each.IsTheirsOfSale, "theirs");
        var merge = new CartMerge(Guest, mode, [.. guest.Lines], Shipping: null, "honeypot");
        var looks = cases
            .Select(
                (each, i) => (Sku: Sku(i), Look: (Offer(i, each), new StockLevel(each.Left, 0, 0)))
            )
            .ToImmutableDictionary(each => each.Sku, each => each.Look);

        var (reply, events) = mine.Absorb(merge, looks, Noon);
        var merged = events.Aggregate(mine, (cart, happened) => cart.Evolve(happened, Noon));

        Assert.True(reply.IsAccepted);
        Assert.InRange(merged.Lines.Count, 0, Cart.LinesMax);
        Assert.Distinct(merged.Lines.Select(line => line.Sku));
        Assert.Distinct(merged.Lines.Select(line => line.Id));
        Assert.Equal("honeypot", merged.Suspicion);
        HasWhatItShould(cases, mode, mine, guest, merged, reply.Value!.Adjustments);
        HoldsAreSomewhere(mine, guest, merged, reply.Value.Freed);

        var again = merged.Absorb(merge, looks, Noon.AddDays(9));
        Assert.Empty(again.Events);
        Assert.Equal(reply.Value.Adjustments, again.Reply.Value!.Adjustments);
        Assert.Empty(again.Reply.Value.Freed);
    }

    private static void HasWhatItShould(
        Case[] cases,
        MergeMode mode,
        Cart mine,
        Cart guest,
        Cart merged,
        ImmutableArray<CartAdjustment> adjustments
    )
    {
        var told = adjustments.ToDictionary(each => each.Sku);
        var staysAsItWas = mode is MergeMode.Mine && !mine.Lines.IsEmpty;
        var isReplaced = mode is MergeMode.Theirs && !guest.Lines.IsEmpty;
        for (var i = 0; i < cases.Length; i++)
        {
            var (sku, each) = (Sku(i), cases[i]);
            var own = isReplaced ? null : mine.Lines.Find(line => line.Sku == sku);
            var theirs = staysAsItWas ? null : guest.Lines.Find(line => line.Sku == sku);
            var (had, came) = (own?.Quantity ?? 0, theirs?.Quantity ?? 0);
            var got = merged.Lines.Find(line => line.Sku == sku)?.Quantity ?? 0;
            if (theirs is null)
            {
                Assert.Equal(had, got);
                Assert.DoesNotContain(sku, told.Keys);
                continue;
            }

            var isMixed = own is not null && (own.Sale is not null || theirs.Sale is not null);
            var most =
                theirs.Sale is not null || isMixed ? had + came
                : !each.IsSold ? had
                : (int)long.Min(long.Min(had + came, each.Left), Cart.QuantityMax);
            var why = told.GetValueOrDefault(sku)?.Why;
            Assert.Equal(why is "sale_line_exists" or "too_many_lines" ? had : most, got);
            Assert.Equal(got < had + came, why is not null);
            Assert.Equal(isMixed, why is "sale_line_exists");
            if (why is not null)
                Assert.Equal(new CartAdjustment(sku, had + came, got, why), told[sku]);
            if (why is "too_many_lines")
                Assert.Equal(Cart.LinesMax, merged.Lines.Count);
        }
    }

    private static void HoldsAreSomewhere(
        Cart mine,
        Cart guest,
        Cart merged,
        ImmutableArray<CartLine> freed
    )
    {
        var before = mine.Lines.Concat(guest.Lines).Select(line => line.Sale).OfType<SaleHold>();
        var after = merged.Lines.Concat(freed).Select(line => line.Sale).OfType<SaleHold>();
        Assert.Equal(Names(before), Names(after));

        static IEnumerable<string> Names(IEnumerable<SaleHold> holds) =>
            holds.Select(hold => hold.Hold.ToString()).Order(StringComparer.Ordinal);
    }

    /// <summary>A cart with as many of them as a cart may have.</summary>
    private static Cart Fill(
        Case[] cases,
        Func<Case, int> quantity,
        Func<Case, bool> isOfSale,
        string holder
    )
    {
        var cart = Cart.Initial.Evolve(new CartEvent.Opened(Euro), Noon);
        for (var i = 0; i < cases.Length; i++)
        {
            if (quantity(cases[i]) is 0 || cart.Lines.Count == Cart.LinesMax)
                continue;

            var hold = new SaleHold(new("sal_eu1_1"), "a", new(holder, i + 1), "key");
            cart = cart.Evolve(
                new CartEvent.LineAdded(
                    $"ln{cart.LinesEver + 1}",
                    Sku(i),
                    "prd_1",
                    "Thing",
                    quantity(cases[i]),
                    new(1_999, Euro),
                    Noon.AddMinutes(5),
                    Sale: isOfSale(cases[i]) ? hold : null
                ),
                Noon
            );
        }

        return cart;
    }

    private static Sku Sku(int number) => new($"SKU-{number}");

    private static Offer? Offer(int number, Case each) =>
        each.IsSold ? new(new("prd_1"), Sku(number), "Thing", new(1_899, Euro)) : null;
}
