using Commerce.EventSourcing;
using Commerce.Postgres;

namespace Commerce.Views;

public sealed class PostgresViewProjectorTests(SharedPostgres shared) : ViewProjectorContract
{
    protected override async Task<ShelfStore> Open() => new(await shared.CreateDatabase());
}

public sealed class ViewProjectorTests : ViewProjectorContract
{
    protected override Task<ShelfStore> Open() => Task.FromResult(new ShelfStore());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1_000)]
    public async Task However_the_news_is_batched_the_rows_are_the_same(int batch)
    {
        await Shelf.Project();
        await AppendSome();
        var projectors = Shelf.Projectors();

        for (var told = 0L; told < Shelf.Journal.Head; )
        {
            told = await Shelf.Tell(projectors, told, batch);
        }

        Assert.Equal(Rows, Shelf.Dump());
    }

    [Fact]
    public async Task News_that_was_missed_is_read_in_the_journal()
    {
        await Shelf.Project();
        await AppendSome();

        // Of each part, all but the last news is lost.
        await Shelf.Receive("A", 1);
        await Shelf.Receive("B", 1);
        await Shelf.Tell(Shelf.Projectors(), Shelf.Journal.Head - 2, max: 2);

        Assert.Contains("""A|{"sku":"A","units":8,""", Shelf.Dump(), StringComparison.Ordinal);
        Assert.Contains("""B|{"sku":"B","units":3,""", Shelf.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_taken_between_any_two_batches_goes_on_where_its_rows_are()
    {
        await Shelf.Project();
        await AppendSome();
        var projectors = Shelf.Projectors();
        for (var taken = 0L; taken < Shelf.Journal.Head; )
        {
            taken = await Shelf.Tell(projectors, taken, max: 1);
            var copy = Directory.CreateTempSubdirectory("copy").FullName;
            foreach (var file in Directory.GetFiles(Shelf.Folder, "views.db*"))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            using (var views = ViewsFile.Open(copy))
            {
                await Shelf.Project(store: views);
            }

            Assert.Equal(Rows, ShelfStore.Dump(copy));
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_batch_that_fails_half_way_leaves_neither_rows_nor_position()
    {
        await AppendSome();
        await Shelf.Project();
        var before = (Shelf.Dump(), await Positions());
        await Shelf.Receive("C", 1);
        var told = Shelf.Journal.Head - 1;
        Shelf.Break("INSERT ON listings");
        var projectors = Shelf.Projectors();

        await Shelf.Tell(projectors, told, max: 1);

        Assert.Equal(before, (Shelf.Dump(), await Positions()));
        Shelf.Mend();
        await Shelf.Project();
        Assert.Equal("A B C", await Shelf.Names("all"));
    }

    [Fact]
    public async Task A_deleted_file_comes_back_with_the_same_rows()
    {
        await AppendSome();
        await Shelf.Project();

        Shelf.Reopen(File.Delete);
        Assert.Equal("", Shelf.Dump());
        await Shelf.Project();

        Assert.Equal(Rows, Shelf.Dump());
    }

    [Fact]
    public async Task A_damaged_file_comes_back_with_the_same_rows()
    {
        await AppendSome();
        await Shelf.Project();

        Shelf.Reopen(path => File.WriteAllText(path, new string('x', 10_000)));
        await Shelf.Project();

        Assert.Equal(Rows, Shelf.Dump());
    }

    private async Task<string> Positions()
    {
        var positions = Enumerable
            .Range(0, Part.Count)
            .Select(async part => (await Shelf.Views.Builds(part)).Single().Position);
        return string.Join(' ', await Task.WhenAll(positions));
    }
}
