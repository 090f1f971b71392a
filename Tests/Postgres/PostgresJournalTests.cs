using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Postgres;

/// <summary>The contract, kept by the journal of a store of several processes.</summary>
public sealed class PostgresJournalTests(SharedPostgres shared) : JournalContract, IAsyncLifetime
{
    private PostgresJournal _journal = null!;
    private string _database = "";

    protected override IJournal Journal => _journal;

    protected override IAlarms Alarms => _journal;

    protected override ISubjectKeys Keys => _journal;

    public async ValueTask InitializeAsync()
    {
        _database = await shared.CreateDatabase();
        _journal = Open();
    }

    public ValueTask DisposeAsync()
    {
        _journal.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Events_that_are_none_refuse_themselves_and_none_of_their_neighbours()
    {
        var appends = Enumerable.Range(0, 20).Select(i => Journal.Append(One($"kind/{i}", 0)));
        var bad = Journal.Append(new("kind/bad", 0, [JournalJudge.Event("no \0 text")]));
        var name = Journal.Append(One("kind/\ud800", 0));

        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => bad);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => name);
        await Follow(20, max: 99);
    }

    protected override void Reopen()
    {
        _journal.Dispose();
        _journal = Open();
    }

    private PostgresJournal Open() =>
        PostgresJournal.Open(_database, new(TimeProvider.System, "eu1"));
}

public sealed class KnownBadPostgresTests(SharedPostgres shared)
    : KnownBadJournalTests,
        IAsyncLifetime
{
    private PostgresJournal _journal = null!;

    protected override IJournal Journal => _journal;

    public async ValueTask InitializeAsync() =>
        _journal = PostgresJournal.Open(
            await shared.CreateDatabase(),
            new(TimeProvider.System, "eu1")
        );

    public ValueTask DisposeAsync()
    {
        _journal.Dispose();
        return ValueTask.CompletedTask;
    }
}
