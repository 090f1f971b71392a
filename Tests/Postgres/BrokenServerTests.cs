using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Postgres;

/// <summary>
/// Connections break and servers die, in the middle of a commit if need be: nobody is told what is
/// not true, and nothing happens twice.
/// </summary>
public sealed class BrokenServerTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Far less than the server waits for a client that is gone.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    /// <summary>What the tail skips would be waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private PrivatePostgres _server = null!;
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PrivatePostgres.Start();
        _database = await _server.CreateDatabase();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_append_whose_commit_is_not_answered_lands_once(bool isCommitted)
    {
        await using var wire = new CutWire(_server);
        using var journal = Open(CutWire.Port);
        await journal.Append(One("kind/1", 0));

        wire.Next(isCommitted ? CutWire.Cut.AfterCommit : CutWire.Cut.BeforeCommit);
        var append = journal.Append(new("kind/1", 1, JournalJudge.Decision("cut", 2)));
        await append.WaitAsync(Soon, Cancellation);

        Assert.True(wire.HasCut);
        var read = await JournalJudge.Stream(journal, "kind/1");
        Assert.Equal([1, 2, 3], JournalJudge.Versions(read));
        await journal.Append(One("kind/1", 3));
        await Follow(journal, 4);
    }

    [Fact]
    public async Task Writers_whose_connections_are_killed_lose_and_double_nothing()
    {
        using var journal = Open();
        await Write(
            journal,
            appends: 300,
            every: 100,
            () =>
                _server.Execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'commerce'
                    """,
                    "postgres"
                )
        );
    }

    [Fact]
    public async Task Writers_whose_server_is_killed_lose_and_double_nothing()
    {
        using var journal = Open();
        await Write(
            journal,
            appends: 100,
            every: 300,
            async () =>
            {
                await _server.Kill();
                await _server.StartServer();
            }
        );
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_at_once_and_heals()
    {
        using var journal = Open();
        await journal.Append(One("kind/1", 0));
        await _server.Kill();

        for (var i = 0; i < 3; i++)
        {
            await Unavailable(() => journal.Append(One("kind/1", 1)));
            await Unavailable(() => JournalJudge.Stream(journal, "kind/1"));
            await Unavailable(() => Task.FromResult(((IAlarms)journal).Due(JournalJudge.Noon, 9)));
            await Unavailable(() => ((ISubjectKeys)journal).Read("anna").AsTask());
        }

        await _server.StartServer();
        await journal.Append(One("kind/1", 1));
        Assert.Equal(2, (await JournalJudge.Stream(journal, "kind/1")).Count);
        await Follow(journal, 2);
    }

    [Fact]
    public async Task Who_reads_does_not_notice_that_the_server_was_started_anew()
    {
        using var journal = Open();
        await journal.Append(One("kind/1", 0));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Read()));
        await _server.Kill();
        await _server.StartServer();

        for (var i = 0; i < 20; i++)
        {
            await Read();
        }

        async Task Read() => Assert.Single(await JournalJudge.Stream(journal, "kind/1"));
    }

    /// <summary>
    /// A server that crashes has forgotten the numbers that nothing durable was written with, and
    /// gives them again: to events, which are then where a tail has been already.
    /// </summary>
    [Fact]
    public async Task What_is_written_under_a_number_that_is_given_again_is_told()
    {
        Open().Dispose();
        await _server.Execute("ALTER SYSTEM SET wal_writer_delay = '10s'", "postgres");
        await _server.Execute("SELECT pg_reload_conf()", "postgres");
        await _server.Execute(
            """
            DO $$ BEGIN FOR i IN 1..500 LOOP
              PERFORM pg_current_xact_id(); ROLLBACK;
            END LOOP; END $$
            """,
            "postgres"
        );
        using var journal = Open();
        await _server.Kill();
        await _server.StartServer();
        await journal.Append(One("kind/1", 0));

        await Follow(journal, 1);
    }

    [Fact]
    public async Task A_server_that_only_reads_refuses_appends_and_serves_reads()
    {
        using var journal = Open();
        await journal.Append(One("kind/1", 0));
        await _server.Execute("ALTER SYSTEM SET default_transaction_read_only = on", "postgres");
        await _server.Execute("SELECT pg_reload_conf()", "postgres");
        await _server.Kill();
        await _server.StartServer();

        await Unavailable(() => journal.Append(One("kind/1", 1)));
        Assert.Single(await JournalJudge.Stream(journal, "kind/1"));
    }

    private static async Task Unavailable(Func<Task> ask)
    {
        var asking = Task.Run(ask, Cancellation);
        await Assert.ThrowsAsync<JournalUnavailableException>(() =>
            asking.WaitAsync(Soon, Cancellation)
        );
    }

    /// <summary>
    /// Writers append decision after decision, while something breaks after every so many answers.
    /// Who is not answered looks what there is, as a grain does, and goes on.
    /// </summary>
    private async Task Write(PostgresJournal journal, int appends, int every, Func<Task> fault)
    {
        const int Writers = 8;
        var (answered, faults, next) = (0, 0, every);
        var faulty = Task.CompletedTask;
        var gate = new Lock();
        var acknowledged = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteStream(w), Cancellation))
        );
        await faulty;
        output.WriteLine($"{faults} faults");
        Assert.True(faults > 1);

        var all = 0;
        for (var w = 0; w < Writers; w++)
        {
            var read = await JournalJudge.Stream(journal, $"kind/{w}");
            var landed = JournalJudge.Whole(read.Select(JournalJudge.Text)).ToList();
            Assert.Equal(
                Enumerable.Range(1, read.Count).Select(v => (long)v),
                JournalJudge.Versions(read)
            );
            Assert.Equal(landed.Distinct(), landed);
            Assert.Empty(acknowledged[w].Except(landed));
            all += read.Count;
        }

        await Follow(journal, all);

        async Task<List<string>> WriteStream(int w)
        {
            var (told, version) = (new List<string>(), 0L);
            // Until it has broken twice: a server that starts slowly is not there in time for more.
            for (var i = 0; i < appends || Volatile.Read(ref faults) < 2; i++)
            {
                var (name, size) = ($"{w}-{i}", 1 + (i % 3));
                try
                {
                    var decision = JournalJudge.Decision(name, size);
                    await journal.Append(new($"kind/{w}", version, decision));
                    told.Add(name);
                    version += size;
                    Count();
                }
                catch (JournalUnavailableException)
                {
                    version = await Version($"kind/{w}");
                }
            }

            return told;
        }

        void Count()
        {
            lock (gate)
            {
                if (++answered >= next && faulty.IsCompleted)
                {
                    next = answered + every;
                    faults++;
                    faulty = Task.Run(fault, Cancellation);
                }
            }
        }

        async Task<long> Version(string stream)
        {
            while (true)
            {
                try
                {
                    return (await JournalJudge.Stream(journal, stream)).Count;
                }
                catch (JournalUnavailableException)
                {
                    await Task.Yield();
                }
            }
        }
    }

    private static StreamAppend One(string stream, long expected) =>
        new(stream, expected, [JournalJudge.Event($"one{expected} 1/1")]);

    /// <summary>Waits until the tail has so many events.</summary>
    private static async Task Follow(PostgresJournal journal, int count)
    {
        var after = 0L;
        for (var heard = 0; heard < count; )
        {
            await journal.WaitBeyond(after, Cancellation).WaitAsync(Patience, Cancellation);
            var page = await journal.ReadTail(after, 100);
            (after, heard) = (page[^1].Position, heard + page.Count);
        }
    }

    private PostgresJournal Open(int port = 5432) =>
        PostgresJournal.Open(
            _server.ConnectionString(_database, port),
            new(TimeProvider.System, "eu1")
        );
}
