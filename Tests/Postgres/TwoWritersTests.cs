using Commerce.EventSourcing;
using Commerce.Journal;
using Xunit.Sdk;

namespace Commerce.Postgres;

/// <summary>Several processes write one journal, here as several journals of one process.</summary>
public sealed class TwoWritersTests(SharedPostgres shared) : IAsyncLifetime
{
    /// <summary>What is skipped would be waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<PostgresJournal> _journals = [];
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await shared.CreateDatabase();
        // At once, as processes start that are started together.
        _journals.AddRange(
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(Open, Cancellation)))
        );
    }

    public ValueTask DisposeAsync()
    {
        _journals.ForEach(journal => journal.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Processes_that_start_together_open_one_journal() =>
        Assert.Single(_journals.Select(journal => journal.Incarnation).Distinct());

    [Fact]
    public Task Decisions_of_several_processes_land_whole() =>
        JournalJudge.Decisions_of_several_writers_land_whole(new InTurns(_journals));

    /// <summary>Batches of many streams collide, and everybody's neighbours are spared.</summary>
    [Fact]
    public async Task Of_two_decisions_on_one_version_exactly_one_lands()
    {
        const int Streams = 40;
        const int Rounds = 25;
        var landed = new int[Streams * Rounds];
        await Task.WhenAll(
            _journals.SelectMany(
                (journal, j) =>
                    Enumerable.Range(0, Streams).Select(s => Task.Run(() => Race(journal, j, s)))
            )
        );

        Assert.All(landed, count => Assert.Equal(1, count));
        for (var s = 0; s < Streams; s++)
        {
            var read = await JournalJudge.Stream(_journals[0], $"kind/{s}");
            Assert.Equal(
                Enumerable.Range(1, Rounds * 2).Select(v => (long)v),
                JournalJudge.Versions(read)
            );
            Assert.Equal(Rounds, JournalJudge.Whole(read.Select(JournalJudge.Text)).Count());
        }

        async Task Race(PostgresJournal journal, int j, int s)
        {
            for (var round = 0; round < Rounds; )
            {
                var decision = JournalJudge.Decision($"{j}-{round}", 2);
                try
                {
                    await journal.Append(new($"kind/{s}", round * 2, decision));
                    Interlocked.Increment(ref landed[(s * Rounds) + round]);
                    round++;
                }
                catch (JournalConflictException)
                {
                    round = (await JournalJudge.Stream(journal, $"kind/{s}")).Count / 2;
                }
            }
        }
    }

    [Fact]
    public async Task Every_process_hears_of_every_event_in_one_order()
    {
        const int Appends = 200;
        await Task.WhenAll(
            _journals.Select(
                async (journal, j) =>
                {
                    for (var version = 0; version < Appends; version++)
                    {
                        await journal.Append(One($"kind/{j}", version));
                    }
                }
            )
        );

        var heard = await Task.WhenAll(
            _journals.Select(journal => Follow(journal, Appends * _journals.Count))
        );

        Assert.All(heard, one => Assert.Equal(heard[0].Select(Line), one.Select(Line)));
        Assert.All(
            heard[0].GroupBy(e => e.Stream, StringComparer.Ordinal),
            stream =>
                Assert.Equal(
                    Enumerable.Range(1, Appends).Select(v => (long)v),
                    JournalJudge.Versions(stream)
                )
        );
    }

    [Fact]
    public Task An_event_that_comes_to_light_late_is_not_skipped() =>
        Nothing_is_skipped(_journals[0]);

    [Fact]
    public async Task A_tail_by_position_alone_is_caught() =>
        await Assert.ThrowsAnyAsync<XunitException>(() =>
            Nothing_is_skipped(new JournalThatTailsByPositionAlone(_journals[0], _database))
        );

    [Fact]
    public async Task What_waits_for_an_earlier_transaction_is_acknowledged_all_the_same()
    {
        await using var held = await HeldTransaction.Begin(_database);
        await _journals[0].Append(One("kind/1", 0));
        await _journals[1].Append(One("kind/1", 1));

        Assert.Equal(2, (await JournalJudge.Stream(_journals[2], "kind/1")).Count);
        Assert.All(_journals, journal => Assert.Equal(0, journal.Head));

        await held.Commit();
        await Task.WhenAll(_journals.Select(journal => Follow(journal, 3)));
    }

    /// <summary>
    /// Somebody reads along while a transaction stays open, and others that began later commit.
    /// </summary>
    private async Task Nothing_is_skipped(IJournal journal)
    {
        var heard = new List<string>();
        await using var held = await HeldTransaction.Begin(_database);
        var after = 0L;
        for (var version = 0; version < 50; version++)
        {
            await journal.Append(One("kind/later", version));
            await Read();
        }

        await held.Commit();
        await journal.Append(One("kind/last", 0));
        while (heard is not [.., "kind/last@1"])
        {
            await journal.WaitBeyond(after, Cancellation);
            await Read();
        }

        Assert.Equal(52, heard.Count);
        Assert.Equal($"{HeldTransaction.Stream}@1", heard[0]);

        async Task Read()
        {
            foreach (var recorded in await journal.ReadTail(after, 1_000))
            {
                heard.Add($"{recorded.Stream}@{recorded.Version}");
                after = recorded.Position;
            }
        }
    }

    private static StreamAppend One(string stream, long expected) =>
        new(stream, expected, [JournalJudge.Event($"{expected}")]);

    private static string Line(RecordedEvent e) => $"{e.Position} {e.Stream} {e.Version}";

    private static async Task<List<RecordedEvent>> Follow(PostgresJournal journal, int count)
    {
        var tail = new List<RecordedEvent>();
        while (tail.Count < count)
        {
            var after = tail.Count == 0 ? 0 : tail[^1].Position;
            await journal.WaitBeyond(after, Cancellation).WaitAsync(Patience, Cancellation);
            tail.AddRange(await journal.ReadTail(after, 100));
        }

        return tail;
    }

    private PostgresJournal Open() =>
        PostgresJournal.Open(_database, new(TimeProvider.System, "eu1"));

    /// <summary>Each call goes to the next journal.</summary>
    private sealed class InTurns(List<PostgresJournal> journals) : KnownBadJournal(journals[0])
    {
        private int _calls;

        public override Task Append(StreamAppend append) =>
            journals[Interlocked.Increment(ref _calls) % journals.Count].Append(append);
    }
}
