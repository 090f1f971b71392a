using System.Diagnostics;
using System.Text;
using Commerce.Inventory;
using Commerce.Postgres;

namespace Commerce.Views;

public sealed class ViewReaderTests : ViewReaderContract
{
    protected override Task<ShelfStore> Open() => Task.FromResult(new ShelfStore());
}

public sealed class PostgresViewReaderTests(SharedPostgres shared) : ViewReaderContract
{
    protected override async Task<ShelfStore> Open() => new(await shared.CreateDatabase());
}

/// <summary>How views are read, whatever keeps them.</summary>
public abstract class ViewReaderContract : IAsyncLifetime
{
    private ShelfStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await Open();

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract Task<ShelfStore> Open();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task Pages_give_each_row_once_and_in_order(int limit)
    {
        var skus = Enumerable.Range(100, 20).Select(n => $"S{n}").ToArray();
        foreach (var sku in skus.Reverse())
        {
            await _store.Receive(sku, 1);
        }

        await _store.Project();

        Assert.Equal(skus, await ShelfStore.All(_store.Reader, "all", limit));
    }

    [Fact]
    public async Task Rows_that_come_and_go_between_pages_leave_no_gap_and_no_double()
    {
        foreach (var n in Enumerable.Range(0, 50))
        {
            await _store.Receive($"S{n * 2:000}", 1);
        }

        await _store.Project();
        var seen = new List<string>();
        await foreach (var sku in _store.Walk("all", 1))
        {
            seen.Add(sku);
            await _store.Receive($"R{seen.Count:000}", 1); // Before the mark.
            await _store.Receive($"S{seen.Count * 2 - 1:000}", 1); // Behind it.
            if (seen.Count == 5)
            {
                await _store.Count(sku, 0); // The row at the mark itself.
            }

            await _store.Project();
            if (seen.Count == 60)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(n => $"S{n:000}").ToArray(), seen.ToArray());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(200, true)]
    [InlineData(4, true)]
    public async Task A_union_of_lists_gives_each_row_once_and_in_order(int limit, bool fromTheEnd)
    {
        var skus = Enumerable.Range(100, 20).Select(n => $"S{n}").ToList();
        foreach (var sku in skus)
        {
            await _store.Receive(sku, 1);
            if (sku.EndsWith('3') || sku.EndsWith('4'))
                await _store.Append(sku, new StockEvent.Froze("test"));
        }

        await _store.Project();
        var reader = _store.ReaderOf(new ShelfView { FromTheEnd = fromTheEnd });
        var (seen, after, hasMore) = (new List<string>(), (string?)null, true);
        while (hasMore)
        {
            var page = await reader.Union(
                "shelf",
                ["state/frozen", "state/open", "all"],
                limit,
                after
            );
            Assert.InRange(page.Value!.Rows.Length, 1, limit);
            seen.AddRange(page.Value.Rows.Select(row => ShelfStore.SkuOf(row.Row)));
            (after, hasMore) = (page.Value.Rows[^1].Mark, page.Value.HasMore);
        }

        if (fromTheEnd)
            skus.Reverse();
        Assert.Equal(skus, seen);
    }

    [Fact]
    public async Task The_greatest_come_first_where_a_view_says_so()
    {
        foreach (var sku in (string[])["B", "C", "A"])
        {
            await _store.Receive(sku, 1);
        }

        await _store.Project();
        var descending = _store.ReaderOf(new ShelfView { FromTheEnd = true });

        Assert.Equal(["C", "B", "A"], await ShelfStore.All(descending, "all", 2));
    }

    [Theory]
    [InlineData("2026-01-01T00:00", "2026-01-03T00:00", 10, "2026-01-01 2 3, 2026-01-02 1 5")]
    [InlineData("2026-01-01T12:00", "2026-01-02T12:00", 16, "2026-01-01T12:00 2 3")]
    [InlineData("2026-01-01T12:01", "2026-01-09T00:00", 7, "2026-01 1 5")]
    [InlineData("2026-01-03T00:00", "2026-01-09T00:00", 10, "")]
    public async Task A_total_is_told_by_spans_of_any_width(
        string from,
        string until,
        int width,
        string told
    )
    {
        await _store.Receive("A", 1);
        await _store.Receive("B", 2);
        await _store.Receive("AB", 5);
        await _store.Project();

        var total = (await _store.Reader.Total("shelf", "units", from, until, width)).Value!;

        Assert.Equal(
            told,
            string.Join(
                ", ",
                total.Points.Select(each => $"{each.At} {each.Sums.Count} {each.Sums.Units}")
            )
        );
    }

    [Fact]
    public async Task The_lists_that_have_rows_can_be_told()
    {
        await _store.Receive("A", 1);
        await _store.Append("B", new StockEvent.Froze("test"));
        await _store.Project();

        var first = (await _store.Reader.Lists("shelf", "state/", 1, after: null)).Value!;
        var rest = (await _store.Reader.Lists("shelf", "state/", 5, first.Next)).Value!;

        Assert.Equal([new("frozen", 1)], first.Lists);
        Assert.Equal([new("open", 1)], rest.Lists);
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_list_is_as_long_as_rows_stand_in_it()
    {
        await _store.Receive("A", 1);
        await _store.Receive("B", 1);
        await _store.Receive("C", 1);
        await _store.Project();
        await _store.Append("B", new StockEvent.Froze("test"));
        await _store.Receive("B", 1);
        await _store.Count("C", 0);
        await _store.Project();

        var lists = (await _store.Reader.Lists("shelf", "state/", 5, after: null)).Value!.Lists;

        Assert.Equal([new("frozen", 1), new("open", 1)], lists);
    }

    [Fact]
    public async Task A_row_stands_in_a_list_for_as_long_as_it_says()
    {
        await _store.Receive("A", 20_000);
        await _store.Receive("B", 20_001);
        await _store.Project();

        _store.Time.SetUtcNow(ShelfView.Day(20_000).AddMilliseconds(-1));
        var before = await _store.Names("today");
        _store.Time.SetUtcNow(ShelfView.Day(20_000));
        var then = await _store.Names("today");
        _store.Time.SetUtcNow(ShelfView.Day(20_001));
        var after = await _store.Names("today");
        await _store.Receive("A", 1); // Another day, in the same place.
        await _store.Project();

        Assert.Equal(("", "A", "B"), (before, then, after));
        Assert.Equal("A B", await _store.Names("today"));
    }

    [Fact]
    public async Task Rows_by_key_say_as_of_when_they_are()
    {
        await _store.Receive("A", 1);
        await _store.Project();
        var current = (await _store.Reader.Rows("shelf", ["B", "A"])).Value!;
        await _store.Receive("A", 1);

        var behind = (await _store.Reader.Rows("shelf", ["A"])).Value!;

        Assert.True(current.Rows[0].IsEmpty);
        Assert.Contains("\"units\":1,", Encoding.UTF8.GetString(current.Rows[1].Span));
        Assert.Equal(_store.Time.GetUtcNow(), current.AsOf);
        Assert.Equal(DateTimeOffset.UnixEpoch, behind.AsOf); // When the first came.
    }

    [Fact]
    public async Task A_page_far_down_costs_what_the_first_costs()
    {
        const int Rows = 20_000;
        var skus = Enumerable.Range(0, Rows).Select(n => $"S{n:00000}");
        await Task.WhenAll(skus.Select(sku => _store.Receive(sku, 1)));
        await _store.Project();
        var reader = _store.Reader;

        var first = await Fastest(() => reader.Page("shelf", "all", 50, after: null));
        var deep = await Fastest(() => reader.Page("shelf", "all", 50, "S19900\nS19900"));

        // Counting rows off would take a hundred times as long.
        Assert.True(deep < first * 5, $"first {first}, deep {deep}");
    }

    [Fact]
    public async Task A_view_that_was_never_made_says_so()
    {
        var page = await _store.Reader.Page("shelf", "all", 10, after: null);
        var lists = await _store.Reader.Lists("shelf", "state/", 10, after: null);

        Assert.Equal("view_rebuilding", page.Rejection?.Code);
        Assert.Equal("view_rebuilding", lists.Rejection?.Code);
    }

    private static async Task<TimeSpan> Fastest(Func<Task<Outcome<RowPage>>> read)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 30; i++)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(50, (await read()).Value!.Rows.Length);
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
        }

        return fastest;
    }
}
