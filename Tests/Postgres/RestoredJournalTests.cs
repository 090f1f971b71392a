using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Postgres;

/// <summary>A copy of a journal is another history, which goes on above all of the first.</summary>
public sealed class RestoredJournalTests(SharedPostgres shared) : IAsyncLifetime
{
    private PrivatePostgres _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _other = await PrivatePostgres.Start();

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    /// <summary>The new server counts from below what the old one had reached.</summary>
    [Fact]
    public async Task What_was_dumped_and_restored_is_told_whole_and_goes_on()
    {
        const int Appends = 400;
        var server = await shared.Server;
        var (from, to) = (await server.CreateDatabase(), await _other.CreateDatabase());
        string incarnation;
        using (var journal = Open(server, from))
        {
            for (var version = 0; version < Appends; version++)
            {
                await journal.Append(One(version));
            }

            incarnation = journal.Incarnation;
        }

        await server.CopyTo(_other, from, to);

        // Somebody who began before the journal is opened does not hide what came with the copy.
        await using (var running = await _other.Open("postgres"))
        await using (await running.BeginTransactionAsync(Cancellation))
        {
            running.Run("SELECT pg_current_xact_id()");
            using var opened = Open(_other, to);
            Assert.Equal(Appends, (await opened.ReadTail(0, 1_000)).Count);
        }

        using (var restored = Open(_other, to))
        {
            Assert.NotEqual(incarnation, restored.Incarnation);
            var head = restored.Head;
            Assert.Equal(Appends, (await restored.ReadTail(0, 1_000)).Count);
            await restored.Append(One(Appends));
            await Beyond(restored, head);
            Assert.Equal(Versions(Appends + 1), await Heard(restored));
            incarnation = restored.Incarnation;
        }

        using var again = Open(_other, to);
        Assert.Equal(incarnation, again.Incarnation);
        Assert.Equal(Versions(Appends + 1), await Heard(again));
    }

    /// <summary>Into the database that it came from, whose tables are then others.</summary>
    [Fact]
    public async Task What_was_put_back_in_its_place_is_another_history_too()
    {
        var database = await _other.CreateDatabase();
        string incarnation;
        using (var journal = Open(_other, database))
        {
            await journal.Append(One(0));
            incarnation = journal.Incarnation;
        }

        var kept = await _other.CreateDatabase();
        await _other.CopyTo(_other, database, kept);
        using (var journal = Open(_other, database))
        {
            await journal.Append(One(1));
        }

        await _other.Execute("DROP SCHEMA commerce CASCADE", database);
        await _other.CopyTo(_other, kept, database);

        using var restored = Open(_other, database);
        Assert.NotEqual(incarnation, restored.Incarnation);
        await restored.Append(One(1));
        await Beyond(restored, restored.Head - 1);
    }

    [Fact]
    public async Task A_server_whose_numbers_are_behind_its_events_begins_another_history()
    {
        var database = await _other.CreateDatabase();
        string incarnation;
        using (var journal = Open(_other, database))
        {
            await journal.Append(One(0));
            incarnation = journal.Incarnation;
        }

        await _other.Execute("UPDATE commerce.events SET position = position << 10", database);

        using var ahead = Open(_other, database);
        Assert.NotEqual(incarnation, ahead.Incarnation);
        var head = ahead.Head;
        await ahead.Append(One(1));
        await Beyond(ahead, head);
        Assert.Equal(Versions(2), await Heard(ahead));
    }

    /// <summary>What the tail skips would be waited for.</summary>
    private static Task Beyond(PostgresJournal journal, long position) =>
        journal
            .WaitBeyond(position, Cancellation)
            .WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

    private static IEnumerable<long> Versions(int count) =>
        Enumerable.Range(1, count).Select(v => (long)v);

    /// <summary>What somebody hears who begins at the beginning.</summary>
    private static async Task<IEnumerable<long>> Heard(PostgresJournal journal) =>
        JournalJudge.Versions(await journal.ReadTail(0, 10_000));

    private static StreamAppend One(long expected) =>
        new("kind/1", expected, [JournalJudge.Event($"{expected}")]);

    private static PostgresJournal Open(PrivatePostgres server, string database) =>
        PostgresJournal.Open(server.ConnectionString(database), new(TimeProvider.System, "eu1"));
}
