using System.Text;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Views;

public sealed class ViewProjectorTests : IDisposable
{
    private const string Rows = """
        A|{"sku":"A","units":7,"frozen":false}|
        B|{"sku":"B","units":2,"frozen":true}|
        all|A|A||
        all|B|B||
        state/frozen|B|B||
        state/open|A|A||
        today|A|A|7|
        today|B|B|2|
        all|2|
        state/frozen|1|
        state/open|1|
        today|2|
        frozen|2026-01-01T12:00|1|2|0|
        open|2026-01-01T12:00|1|7|0|
        units|2026-01-01T12:00|2|9|900|

        """;

    private readonly ShelfStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Rows_and_their_places_are_what_the_events_say()
    {
        await AppendSome();

        await _store.Project();

        Assert.Equal(Rows, _store.Dump());
    }

    [Fact]
    public async Task Events_that_come_again_change_nothing()
    {
        await AppendSome();
        await _store.Project();
        var projectors = _store.Projectors();

        await _store.Tell(projectors, after: 0, max: 1_000);
        await _store.Tell(projectors, after: 2, max: 3);

        Assert.Equal(Rows, _store.Dump());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1_000)]
    public async Task However_the_news_is_batched_the_rows_are_the_same(int batch)
    {
        await _store.Project();
        await AppendSome();
        var projectors = _store.Projectors();

        for (var told = 0L; told < _store.Journal.Head; )
        {
            told = await _store.Tell(projectors, told, batch);
        }

        Assert.Equal(Rows, _store.Dump());
    }

    [Fact]
    public async Task News_that_was_missed_is_read_in_the_journal()
    {
        await _store.Project();
        await AppendSome();

        // Of each part, all but the last news is lost.
        await _store.Receive("A", 1);
        await _store.Receive("B", 1);
        await _store.Tell(_store.Projectors(), _store.Journal.Head - 2, max: 2);

        Assert.Contains("""A|{"sku":"A","units":8,""", _store.Dump(), StringComparison.Ordinal);
        Assert.Contains("""B|{"sku":"B","units":3,""", _store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_taken_between_any_two_batches_goes_on_where_its_rows_are()
    {
        await _store.Project();
        await AppendSome();
        var projectors = _store.Projectors();
        for (var taken = 0L; taken < _store.Journal.Head; )
        {
            taken = await _store.Tell(projectors, taken, max: 1);
            var copy = Directory.CreateTempSubdirectory("copy").FullName;
            foreach (var file in Directory.GetFiles(_store.Folder, "views.db*"))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            using (var views = ViewsFile.Open(copy))
            {
                await _store.Project(store: views);
            }

            Assert.Equal(Rows, ShelfStore.Dump(copy));
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task Two_that_keep_one_part_count_each_event_once()
    {
        await _store.Project();
        var (one, other) = (_store.Projectors(), _store.Projectors());
        await _store.Receive("A", 3);
        await _store.Tell(one, after: 0, max: 1);
        await _store.Tell(other, after: 0, max: 1);
        await _store.Receive("A", 4);

        // This one does not know that the other has taken the rows further.
        await _store.Tell(other, after: 1, max: 1);
        await _store.Tell(one, after: 1, max: 1);

        Assert.Contains("""A|{"sku":"A","units":7,""", _store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_fails_half_way_leaves_neither_rows_nor_position()
    {
        await AppendSome();
        await _store.Project();
        var before = (_store.Dump(), await Positions());
        await _store.Receive("C", 1);
        var told = _store.Journal.Head - 1;
        _store.Break("INSERT ON listings");
        var projectors = _store.Projectors();

        await _store.Tell(projectors, told, max: 1);

        Assert.Equal(before, (_store.Dump(), await Positions()));
        _store.Mend();
        await _store.Project();
        Assert.Equal("A B C", await _store.Names("all"));
    }

    private async Task<string> Positions()
    {
        var positions = Enumerable
            .Range(0, Part.Count)
            .Select(async part => (await _store.Views.Builds(part)).Single().Position);
        return string.Join(' ', await Task.WhenAll(positions));
    }

    [Fact]
    public async Task A_deleted_file_comes_back_with_the_same_rows()
    {
        await AppendSome();
        await _store.Project();

        _store.Reopen(File.Delete);
        Assert.Equal("", _store.Dump());
        await _store.Project();

        Assert.Equal(Rows, _store.Dump());
    }

    [Fact]
    public async Task A_damaged_file_comes_back_with_the_same_rows()
    {
        await AppendSome();
        await _store.Project();

        _store.Reopen(path => File.WriteAllText(path, new string('x', 10_000)));
        await _store.Project();

        Assert.Equal(Rows, _store.Dump());
    }

    [Fact]
    public async Task A_poison_event_is_parked_once_and_stops_nobody()
    {
        await _store.Receive("A", 1);
        await _store.Count("A", 13);
        await _store.Receive("A", 1);
        await _store.Receive("B", 5);

        await _store.Project();
        await _store.Tell(_store.Projectors(), after: 0, max: 1_000);

        Assert.Equal("A B", await _store.Names("all"));
        Assert.Contains("\"units\":2", _store.Dump(), StringComparison.Ordinal);
        Assert.EndsWith(
            "\n2|stock/A|2|InvalidOperationException: Unlucky.|\n",
            _store.Dump(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_no_json_is_parked_too()
    {
        await _store.Journal.Append(
            new("stock/A", 0, [new("stock", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{"))])
        );
        await _store.Receive("B", 5);

        await _store.Project();

        Assert.Equal("B", await _store.Names("all"));
        Assert.Contains("1|stock/A|1|JsonException", _store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_is_built_beside_the_old_one_which_serves_until_then()
    {
        await AppendSome();
        await _store.Project();
        var newer = new ShelfView(version: 2);
        await _store.Views.Prepare([newer], _store.Journal.Incarnation, _store.Journal.Head);
        await _store.Projector(Part.Of("stock/A"), newer).CatchUp();

        Assert.Equal(["A", "B"], await ShelfStore.All(_store.ReaderOf(newer), "all", 10));

        await _store.Project(newer);

        Assert.Equal(Rows, _store.Dump());
        Assert.Equal(["A", "B"], await ShelfStore.All(_store.ReaderOf(newer), "all", 10));
    }

    [Theory]
    [InlineData("jrn_eu1_another", 0)]
    [InlineData(null, -1)] // The journal ends before what the rows know.
    public async Task Another_history_begins_the_view_anew_and_the_old_rows_serve_until_then(
        string? incarnation,
        long further
    )
    {
        await AppendSome();
        await _store.Project();
        var (here, head) = (_store.Journal.Incarnation, _store.Journal.Head);

        await _store.Views.Prepare([new ShelfView()], incarnation ?? here, head + further);

        Assert.Equal(["shelf", "shelf"], (await _store.Views.Builds(0)).Select(each => each.View));
        Assert.Equal("A B", await _store.Names("all"));
        Assert.False((await _store.Views.Progress()).Single().IsComplete);
    }

    [Fact]
    public async Task What_was_begun_anew_is_taken_along_until_it_serves_and_the_old_is_swept()
    {
        await AppendSome();
        await _store.Project();
        await _store.Views.Begin(new ShelfView(), _store.Journal.Incarnation);
        await _store.Projector(Part.Of("stock/A")).CatchUp();
        await _store.Receive("A", 1);
        await _store.Tell(_store.Projectors(), _store.Journal.Head - 1, max: 1);

        // What serves is kept up to date meanwhile.
        Assert.Contains("\"units\":8,", _store.Dump(), StringComparison.Ordinal);
        Assert.False((await _store.Views.Progress()).Single().IsComplete);

        await _store.Project();

        Assert.True((await _store.Views.Progress()).Single().IsComplete);
        Assert.Equal("A B", await _store.Names("all"));
        Assert.False(await _store.Views.Sweep());
        Assert.Single(await _store.Views.Builds(0));
    }

    private async Task AppendSome()
    {
        await _store.Receive("B", 2);
        await _store.Receive("A", 3);
        await _store.Journal.Append(
            new("cart/1", 0, [new("cart", DateTimeOffset.UnixEpoch, "1"u8.ToArray())])
        );
        await _store.Append("B", new StockEvent.Froze("test"));
        await _store.Receive("GONE", 9);
        await _store.Receive("A", 4);
        await _store.Count("GONE", 0);
    }
}
