using Commerce.EventSourcing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Journal;

public sealed class TailReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tail").FullName;
    private readonly SqliteJournal _journal;

    public TailReaderTests() =>
        _journal = SqliteJournal.Open(_folder, new(TimeProvider.System, "eu1"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_there_and_what_comes_arrives_once_and_in_order()
    {
        await Append("before", 2_500);
        var consumer = new Listener();
        using var reader = Read(consumer);
        await reader.StartAsync(Stop);

        var writers = Enumerable.Range(0, 8).Select(n => AppendOneByOne($"during/{n}", 100));
        await Task.WhenAll(writers);
        await reader.UntilApplied(_journal.Head, Stop);
        await reader.StopAsync(Stop);

        Assert.Equal(Enumerable.Range(1, 3_300).Select(n => (long)n), consumer.Heard);
        Assert.Equal(TimeSpan.Zero, reader.Lag);
    }

    [Fact]
    public async Task Nobody_gets_more_at_once_than_a_batch()
    {
        await Append("much", 2_500);
        var consumer = new Listener();
        using var reader = Read(consumer);

        await reader.StartAsync(Stop);
        await reader.UntilApplied(_journal.Head, Stop);
        await reader.StopAsync(Stop);

        Assert.Equal([1_000, 1_000, 500], consumer.Batches);
    }

    [Fact]
    public async Task Events_of_one_moment_are_told_together()
    {
        var time = new FakeTimeProvider();
        var consumer = new Listener();
        using var reader = Read(consumer, time);
        await reader.StartAsync(Stop);

        foreach (var n in Enumerable.Range(0, 5))
        {
            await Append($"s/{n}", 1);
        }

        await AdvanceUntil(time, reader.UntilApplied(5, Stop));
        await reader.StopAsync(Stop);

        Assert.Equal([5], consumer.Batches);
    }

    [Fact]
    public async Task A_consumer_goes_on_where_it_was()
    {
        await Append("s", 10);
        var consumer = new Listener { Position = new(_journal.Incarnation, 7) };
        using var reader = Read(consumer);

        await reader.StartAsync(Stop);
        await reader.UntilApplied(10, Stop);
        await reader.StopAsync(Stop);

        Assert.Equal([8L, 9, 10], consumer.Heard);
    }

    [Theory]
    [InlineData("jrn_eu1_another", 3)]
    [InlineData(null, 11)] // Beyond the head.
    public async Task A_position_of_another_history_starts_over(string? incarnation, long position)
    {
        await Append("s", 10);
        var consumer = new Listener
        {
            Position = new(incarnation ?? _journal.Incarnation, position),
        };
        using var reader = Read(consumer);

        await reader.StartAsync(Stop);
        await reader.UntilApplied(10, Stop);
        await reader.StopAsync(Stop);

        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), consumer.Heard);
        Assert.Equal(new(_journal.Incarnation, 10), consumer.Position);
    }

    [Fact]
    public async Task A_consumer_that_fails_is_asked_again_later_and_later_and_skips_nothing()
    {
        await Append("s", 3);
        var time = new FakeTimeProvider();
        var consumer = new Listener { Failures = 4, Time = time };
        using var reader = Read(consumer, time);
        await reader.StartAsync(Stop);

        await AdvanceUntil(time, reader.UntilApplied(3, Stop));
        await reader.StopAsync(Stop);

        Assert.Equal([1L, 2, 3], consumer.Heard);
        var pauses = consumer.Asked.Zip(consumer.Asked.Skip(1), (one, next) => next - one).ToList();
        Assert.Equal(4, pauses.Count);
        Assert.All(
            pauses.Zip(pauses.Skip(1)),
            pair => Assert.True(pair.Second > pair.First, string.Join(", ", pauses))
        );
    }

    [Fact]
    public async Task A_reader_with_nothing_to_read_has_caught_up_before_it_serves()
    {
        var consumer = new Listener();
        using var reader = Read(consumer);

        await reader.StartAsync(Stop);

        Assert.True(consumer.IsCaughtUp);
        await reader.StopAsync(Stop);
    }

    private TailReader Read(Listener consumer, TimeProvider? time = null) =>
        new(_journal, consumer, time ?? TimeProvider.System, NullLogger<TailReader>.Instance);

    /// <summary>
    /// Moves the clock on whenever somebody waits for it, until something has come about.
    /// </summary>
    private static async Task AdvanceUntil(FakeTimeProvider time, Task done)
    {
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        await done;
    }

    private Task Append(string stream, int count) =>
        _journal.Append(new(stream, 0, [.. Enumerable.Repeat(Any, count)]));

    private async Task AppendOneByOne(string stream, int count)
    {
        foreach (var n in Enumerable.Range(0, count))
        {
            await _journal.Append(new(stream, n, [Any]));
        }
    }

    private static NewEvent Any { get; } = new("any", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
}
