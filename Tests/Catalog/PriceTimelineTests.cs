using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Catalog;

public sealed class PriceTimelineTests
{
    private static readonly Currency Euro = new("EUR");
    private static readonly Sku Mug = new("MUG");

    [Theory]
    [InlineData(9, 1_000)]
    [InlineData(10, 700)]
    [InlineData(19, 700)]
    [InlineData(20, 1_000)]
    public void A_dated_price_goes_before_the_one_that_always_holds(int day, long amount)
    {
        ImmutableArray<Price> prices = [new(1_000, Euro), new(700, Euro, Day(10), Day(20))];

        Assert.Equal(amount, prices.At(Euro, Day(day))?.Amount);
        Assert.Null(prices.At(new("USD"), Day(day)));
    }

    [Fact]
    public void A_reduced_price_tells_the_lowest_of_the_30_days_before()
    {
        // 900 for a while, 1,000, 800 for a day, 1,000 again, then 700.
        var product = Of(
            Book(100, new Price(1_000, Euro), new(700, Euro, Day(130), Day(140))),
            Book(95, new Price(800, Euro)),
            Book(90, new Price(1_000, Euro)),
            Book(0, new Price(900, Euro))
        );

        Assert.Null(product.Lowest(Mug, Euro, Day(91))); // It went up.
        Assert.Equal(900, product.Lowest(Mug, Euro, Day(96))); // 1,000, and 900 before it.
        Assert.Null(product.Lowest(Mug, Euro, Day(120))); // Up again.
        Assert.Equal(1_000, product.Lowest(Mug, Euro, Day(130))); // 800 ended on day 100.
        Assert.Equal(1_000, product.Lowest(Mug, Euro, Day(139))); // Does not move meanwhile.
        Assert.Null(product.Lowest(Mug, Euro, Day(140)));
    }

    [Fact]
    public void A_price_that_was_reduced_in_steps_looks_back_from_the_last_step()
    {
        var product = Of(
            Book(20, new Price(700, Euro)),
            Book(10, new Price(800, Euro)),
            Book(0, new Price(900, Euro))
        );

        Assert.Equal(900, product.Lowest(Mug, Euro, Day(15)));
        Assert.Equal(800, product.Lowest(Mug, Euro, Day(25)));
    }

    [Fact]
    public void The_same_price_written_again_changes_nothing()
    {
        var product = Of(
            Book(20, new Price(700, Euro), new(5, new("USD"))),
            Book(10, new Price(700, Euro)),
            Book(0, new Price(900, Euro))
        );

        Assert.Equal(900, product.Lowest(Mug, Euro, Day(45)));
        Assert.Null(product.Lowest(Mug, new("USD"), Day(45)));
        Assert.Null(product.Lowest(new("CUP"), Euro, Day(45)));
    }

    [Fact]
    public void A_phase_ends_with_each_moment_at_which_something_changes()
    {
        var document = Products.Shirt with { VisibleFrom = Day(1), VisibleTo = Day(9) };
        document = document with
        {
            Variants = [new(Mug, NamedTexts.None, [new(1, Euro, Day(3), Day(5))])],
        };

        Assert.Equal(
            [0, 1, 1, 2, 2, 3, 3, 3, 3, 4],
            Enumerable.Range(0, 10).Select(day => document.Phase(Day(day)))
        );
    }

    [Fact]
    public void Books_are_kept_for_as_long_as_a_reduction_looks_back()
    {
        var product = Product.Initial;
        foreach (var (day, amount) in (ReadOnlySpan<(int, long)>)[(0, 1), (1, 2), (70, 3), (80, 4)])
        {
            product = product.Evolve(Written(amount), Day(day));
        }

        var again = product.Evolve(Written(4), Day(90));

        // That of day 1 was in force when the memory began, that of day 0 was not.
        Assert.Equal([Day(80), Day(70), Day(1)], product.Books.Select(book => book.Since));
        Assert.Equal(product.Books.Length, again.Books.Length);
    }

    private static ProductEvent.Written Written(long amount) =>
        new(
            new("k"),
            Products.Shirt with
            {
                Variants = [new(Mug, NamedTexts.None, [new(amount, Euro)])],
            },
            IsPublished: true
        );

    private static DateTimeOffset Day(int number) => DateTimeOffset.UnixEpoch.AddDays(number);

    private static PriceBook Book(int day, params ImmutableArray<Price> prices) =>
        new([new(Mug, NamedTexts.None, prices)], Day(day));

    private static CatalogProduct Of(params ImmutableArray<PriceBook> books) =>
        new(
            new("prd_eu1_1"),
            new("k"),
            Products.Shirt with
            {
                Variants = books[0].Variants,
            },
            IsPublished: true,
            books,
            Version: 1
        );
}
