using System.Text;
using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>
/// What every journal owes, each a check that fails on a journal that breaks it. The known-bad
/// journals prove that they do.
/// </summary>
internal static class JournalJudge
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static NewEvent Event(string data, DateTimeOffset? at = null) =>
        new("test.happened", at ?? Noon, Encoding.UTF8.GetBytes(data));

    public static string Text(RecordedEvent recorded) =>
        Encoding.UTF8.GetString(recorded.Data.Span);

    public static async Task<List<RecordedEvent>> Stream(IJournal journal, string stream) =>
        await journal.Read(stream, 0, Cancellation).ToListAsync(Cancellation);

    /// <summary>Whoever was answered finds the events where everybody reads them.</summary>
    public static async Task What_is_acknowledged_is_there(IJournal journal)
    {
        for (var version = 0; version < 5; version++)
        {
            await journal.Append(new("judge/there", version, [Event($"{version}")]));

            var read = await Stream(journal, "judge/there");
            Assert.Equal(version + 1, read.Count);
            await journal.WaitBeyond(read[^1].Position - 1, Cancellation);
            Assert.Equal((read[^1].Position, read[^1].At), (journal.Head, journal.HeadAt));
        }
    }

    public static async Task A_stale_and_a_future_version_are_refused(IJournal journal)
    {
        await journal.Append(new("judge/fence", 0, [Event("1"), Event("2")]));

        foreach (var version in (long[])[0, 1, 3, -1, 7])
        {
            await Refused(journal, new("judge/fence", version, [Event("stale"), Event("stale")]));
        }

        await Refused(journal, new("judge/new", 1, [Event("future")]));
        Assert.Equal(["1", "2"], (await Stream(journal, "judge/fence")).Select(Text));
        Assert.Empty(await Stream(journal, "judge/new"));
    }

    /// <summary>
    /// Writers race for one stream with decisions of several events: each lands whole or not at
    /// all, one after the other, and who was refused left nothing.
    /// </summary>
    public static async Task Decisions_of_several_writers_land_whole(IJournal journal)
    {
        const int Writers = 4;
        const int Decisions = 25;
        var landed = await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(journal, w, Decisions)))
        );

        var read = await Stream(journal, "judge/race");
        Assert.Equal(Enumerable.Range(1, read.Count).Select(v => (long)v), Versions(read));
        Assert.Equal(
            landed.SelectMany(names => names).Order(StringComparer.Ordinal),
            Whole(read.Select(Text)).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>After whatever became of the process, or of the machine.</summary>
    /// <param name="acknowledged">The version that each stream was said to have.</param>
    public static async Task All_that_was_acknowledged_is_there(
        IJournalStore journal,
        IReadOnlyDictionary<string, long> acknowledged
    )
    {
        foreach (var (stream, version) in acknowledged)
        {
            var events = await Stream(journal, stream);
            Assert.True(events.Count >= version, $"{stream}: {version}, but has {events.Count}");
            Assert.Equal(Enumerable.Range(1, events.Count).Select(v => (long)v), Versions(events));
            Assert.NotEmpty(Whole(events.Select(Text)));
        }

        var alarms = journal.Due(Noon, int.MaxValue);
        Assert.Superset(
            acknowledged.Keys.ToHashSet(StringComparer.Ordinal),
            alarms.Select(alarm => alarm.Stream).ToHashSet(StringComparer.Ordinal)
        );
        var tail = await journal.ReadTail(0, int.MaxValue);
        Assert.Equal(
            tail.Select(recorded => recorded.Position).Order(),
            tail.Select(recorded => recorded.Position)
        );
        Assert.Equal(journal.Head, tail[^1].Position);
    }

    /// <summary>
    /// The names of decisions, each of which must be there as 1/n to n/n in one piece.
    /// </summary>
    public static IEnumerable<string> Whole(IEnumerable<string> events)
    {
        var expected = (Name: "", Next: 1, Of: 0);
        foreach (var happened in events)
        {
            var parts = happened.Split(' ', '/');
            var (name, index, of) = (
                parts[0],
                int.Parse(parts[1], null),
                int.Parse(parts[2], null)
            );
            if (expected.Of == 0)
            {
                expected = (name, 1, of);
            }

            Assert.Equal(expected, (name, index, of));
            expected = (name, index + 1, of);
            if (index == of)
            {
                yield return name;
                expected = ("", 1, 0);
            }
        }

        Assert.Equal(0, expected.Of);
    }

    public static NewEvent[] Decision(string name, int size) =>
        [.. Enumerable.Range(1, size).Select(i => Event($"{name} {i}/{size}"))];

    public static async Task Refused(IJournal journal, StreamAppend append) =>
        await Assert.ThrowsAsync<JournalConflictException>(() => journal.Append(append));

    public static IEnumerable<long> Versions(IEnumerable<RecordedEvent> events) =>
        events.Select(recorded => recorded.Version);

    private static async Task<List<string>> Write(IJournal journal, int writer, int decisions)
    {
        var landed = new List<string>();
        for (var i = 0; i < decisions; i++)
        {
            var version = (await Stream(journal, "judge/race")).Count;
            try
            {
                var decision = Decision($"{writer}-{i}", 1 + (i % 4));
                await journal.Append(new("judge/race", version, decision));
                landed.Add($"{writer}-{i}");
            }
            catch (JournalConflictException)
            {
                // Somebody else was first, so this decision must not be there.
            }
        }

        return landed;
    }
}
