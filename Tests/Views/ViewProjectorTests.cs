using System.Text;
using Commerce.Inventory;
using Commerce.Journal;
using Microsoft.Extensions.Logging.Abstractions;

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

        await _store.Projector.Apply(await _store.Journal.ReadTail(0, 1_000));
        await _store.Projector.Apply(await _store.Journal.ReadTail(2, 3));

        Assert.Equal(Rows, _store.Dump());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task However_the_events_are_batched_the_rows_are_the_same(int batch)
    {
        await AppendSome();

        await _store.Project(batch: batch);

        Assert.Equal(Rows, _store.Dump());
    }

    [Fact]
    public async Task A_copy_taken_between_any_two_batches_goes_on_where_its_rows_are()
    {
        await AppendSome();
        await _store.Projector.StartOver(_store.Journal.Incarnation);
        for (var taken = 0; taken < _store.Journal.Head; taken++)
        {
            await _store.Projector.Apply(await _store.Journal.ReadTail(taken, 1));
            var copy = Directory.CreateTempSubdirectory("copy").FullName;
            foreach (var file in Directory.GetFiles(_store.Folder, "views.db*"))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            using (var views = ViewsFile.Open(copy))
            {
                var projector = new ViewProjector(
                    new ShelfView(),
                    views,
                    NullLogger<ViewProjector>.Instance
                );
                await _store.Project(projector);
            }

            Assert.Equal(Rows, ShelfStore.Dump(copy));
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_batch_that_fails_half_way_leaves_neither_rows_nor_position()
    {
        await AppendSome();
        await _store.Project();
        var before = (_store.Dump(), _store.Projector.Position);
        await _store.Receive("C", 1);
        var events = await _store.Journal.ReadTail(before.Position.Position, 10);
        _store.Break("INSERT ON listings");

        await Assert.ThrowsAnyAsync<Exception>(() => _store.Projector.Apply(events));

        Assert.Equal(before, (_store.Dump(), _store.Projector.Position));
        _store.Mend();
        await _store.Project();
        Assert.Equal("A B C", _store.Names("all"));
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
        await _store.Projector.Apply(await _store.Journal.ReadTail(0, 1_000));

        Assert.Equal("A B", _store.Names("all"));
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

        Assert.Equal("B", _store.Names("all"));
        Assert.Contains("1|stock/A|1|JsonException", _store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_is_built_beside_the_old_one_which_serves_until_then()
    {
        await AppendSome();
        await _store.Project();
        var newer = new ShelfView(version: 2);
        var projector = _store.NewProjector(newer);
        await projector.StartOver(_store.Journal.Incarnation);
        await projector.Apply(await _store.Journal.ReadTail(0, 1));

        Assert.Equal(["A", "B"], ShelfStore.Walk(_store.ReaderOf(newer), "all", 10));

        await _store.Project(projector);

        Assert.Equal(Rows, _store.Dump());
        Assert.Equal(["A", "B"], ShelfStore.Walk(_store.ReaderOf(newer), "all", 10));
    }

    [Fact]
    public async Task Another_journal_begins_the_view_anew_and_the_old_rows_serve_until_then()
    {
        await AppendSome();
        await _store.Project();

        await _store.Projector.StartOver("jrn_eu1_another");
        Assert.Equal("A B", _store.Names("all"));
        await _store.Projector.CatchUp();

        Assert.Equal("", _store.Names("all"));
        Assert.Equal("", _store.Dump());
    }

    [Fact]
    public async Task What_is_appended_while_it_reads_is_all_there_in_the_end()
    {
        var stop = TestContext.Current.CancellationToken;
        using var reader = new TailReader(
            _store.Journal,
            _store.Projector,
            TimeProvider.System,
            NullLogger<TailReader>.Instance
        );
        await reader.StartAsync(stop);

        await Task.WhenAll(
            Enumerable
                .Range(10, 20)
                .Select(async sku =>
                {
                    foreach (var _ in Enumerable.Range(0, 50))
                    {
                        await _store.Receive($"S{sku}", 1);
                    }
                })
        );
        await reader.UntilApplied(_store.Journal.Head, stop);
        await reader.StopAsync(stop);

        var rows = Enumerable
            .Range(10, 20)
            .Select(sku => $$"""S{{sku}}|{"sku":"S{{sku}}","units":50,"frozen":false}|""");
        Assert.StartsWith(
            string.Join('\n', rows) + "\nall|S10|S10||\n",
            _store.Dump(),
            StringComparison.Ordinal
        );
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
