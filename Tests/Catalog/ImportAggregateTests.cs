using System.Collections.Immutable;
using System.Text.Json;
using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Catalog;

public sealed class ImportAggregateTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_import_is_started_once()
    {
        var again = Started().Start("n", "hash", 10, RowKind.Products, "by", Noon);

        Assert.True(again.Reply.Value!.Repeated);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void Another_file_under_the_same_key_is_refused()
    {
        var other = Started().Start("n", "other", 10, RowKind.Products, "by", Noon);

        Assert.Equal(Rejections.KeyReused, other.Reply.Rejection);
    }

    [Fact]
    public void Progress_goes_on_from_where_the_import_is()
    {
        var ahead = Started().Progress(after: 5, new(5, 5, 0, 0, 0), [], Noon);

        Assert.Equal(Rejections.Stale, ahead.Reply.Rejection);
    }

    [Fact]
    public void As_many_failures_as_there_may_be_fit_into_events()
    {
        var worst = new FailedRow(
            long.MaxValue,
            new('ä', MerchantKey.LengthMax),
            new('c', 64),
            new('ä', 200),
            new('ä', 150)
        );
        var failures = Enumerable.Repeat(worst, 256).ToImmutableArray();

        var decision = Started().Progress(after: 0, new(256, 0, 0, 0, 256), failures, Noon);

        Assert.All(
            decision.Events,
            each =>
                Assert.True(
                    JsonSerializer
                        .SerializeToUtf8Bytes(each, ImportEventJson.Default.ImportEvent)
                        .Length <= NewEvent.SizeMax
                )
        );
        Assert.Equal(
            256,
            decision.Events.OfType<ImportEvent.RowsFailed>().Sum(each => each.Rows.Length)
        );
    }

    /// <summary>Reports from the wrong place or after the end do not count.</summary>
    [Fact]
    public void Every_line_counts_once() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5])
            .Array[1, 30]
            .Sample(
                reports =>
                {
                    var (import, lines) = (Started(), 0L);
                    foreach (var (wrong, count) in reports)
                    {
                        var counts = new ImportCounts(count, count, 0, 0, 0);
                        var after = lines + (wrong == 3 ? -1 : 0);
                        var decision = import.Progress(after, counts, [], Noon);
                        import = Evolve(import, decision);
                        lines += wrong == 3 ? 0 : count;
                    }

                    Assert.Equal(lines, import.Status!.Counts.Lines);
                    Assert.Equal(lines, import.Status.Counts.Created);

                    var finished = Evolve(import, import.Finish(Noon));
                    Assert.Empty(finished.Finish(Noon).Events);
                    Assert.Empty(finished.Progress(lines, default, [], Noon).Events);
                },
                iter: Cases.Count
            );

    private static Import Started() =>
        Evolve(Import.Initial, Import.Initial.Start("n", "hash", 10, RowKind.Products, "by", Noon));

    private static Import Evolve<T>(Import import, Decision<T, ImportEvent> decision) =>
        decision.Events.Aggregate(import, (i, happened) => i.Evolve(happened, Noon));
}
