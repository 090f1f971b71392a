using Commerce.EventSourcing;
using Xunit.Sdk;

namespace Commerce.Journal;

/// <summary>A judge that acquits everybody is worth nothing: these must be caught.</summary>
public abstract class KnownBadJournalTests
{
    protected abstract IJournal Journal { get; }

    [Fact]
    public Task A_journal_without_a_fence_is_caught() =>
        Caught(() =>
            JournalJudge.A_stale_and_a_future_version_are_refused(new JournalWithoutFence(Journal))
        );

    [Fact]
    public Task A_journal_that_lands_half_a_decision_is_caught() =>
        Caught(() =>
            JournalJudge.Decisions_of_several_writers_land_whole(new JournalOfHalves(Journal))
        );

    [Fact]
    public Task A_journal_that_answers_before_it_writes_is_caught() =>
        Caught(() =>
            JournalJudge.What_is_acknowledged_is_there(new JournalThatAnswersEarly(Journal))
        );

    protected static async Task Caught(Func<Task> check) =>
        await Assert.ThrowsAnyAsync<XunitException>(check);
}

public sealed class KnownBadSqliteTests : KnownBadJournalTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteJournal _journal;

    public KnownBadSqliteTests() =>
        _journal = SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));

    protected override IJournal Journal => _journal;

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }
}
