using System.Text;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Views;

/// <summary>How views come about from the journal, whatever keeps them.</summary>
public abstract class ViewProjectorContract : IAsyncLifetime
{
    protected const string Rows = """
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

    private ShelfStore _store = null!;

    protected ShelfStore Shelf => _store;

    public async ValueTask InitializeAsync() => _store = await Open();

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract Task<ShelfStore> Open();

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
        Assert.False((await _store.Views.Read.Progress()).Single().IsComplete);
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
        Assert.False((await _store.Views.Read.Progress()).Single().IsComplete);

        await _store.Project();

        Assert.True((await _store.Views.Read.Progress()).Single().IsComplete);
        Assert.Equal("A B", await _store.Names("all"));
        Assert.False(await _store.Views.Sweep());
        Assert.Single(await _store.Views.Builds(0));
    }

    protected async Task AppendSome()
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
