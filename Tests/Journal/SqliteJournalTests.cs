using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>The contract, kept by the journal of a store that is one process.</summary>
public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteJournal _journal;

    public SqliteJournalTests() => _journal = Open();

    protected override IJournal Journal => _journal;

    protected override IAlarms Alarms => _journal;

    protected override ISubjectKeys Keys => _journal;

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_journal_that_is_opened_again_goes_on_where_it_was()
    {
        var incarnation = Journal.Incarnation;
        await Journal.Append(new("kind/1", 0, JournalJudge.Decision("one", 3)));
        await Journal.Append(One("kind/2", 0) with { Alarm = new(JournalJudge.Noon) });

        Reopen();

        Assert.Equal((incarnation, 4L), (Journal.Incarnation, Journal.Head));
        Assert.Equal([new("kind/2", JournalJudge.Noon)], Alarms.Due(JournalJudge.Noon, 9));
        await JournalJudge.Refused(Journal, One("kind/1", 2));
        await Journal.Append(One("kind/1", 3));
        Assert.Equal([1, 2, 3, 4, 5], (await Journal.ReadTail(0, 9)).Select(e => e.Position));
    }

    [Fact]
    public async Task A_closed_journal_writes_what_waits_and_takes_no_more()
    {
        var appends = Enumerable.Range(0, 500).Select(v => Journal.Append(One("kind/1", v)));
        var waiting = appends.ToList();

        _journal.Dispose();
        _journal.Dispose();

        await Task.WhenAll(waiting);
        await Assert.ThrowsAsync<JournalUnavailableException>(() =>
            Journal.Append(One("kind/1", 500))
        );
        Reopen();
        Assert.Equal(500, Journal.Head);
    }

    /// <summary>Read from the ring and from the store, beside those who write.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task The_tail_is_complete_and_in_order_while_others_write(int max)
    {
        await Journal.Append(new("kind/before", 0, JournalJudge.Decision("before", 50)));
        Reopen();
        const int Writers = 8;
        const int Appends = 40;
        const int Events = 50 + (Writers * Appends * 2);

        var reading = Task.Run(() => Follow(Events, max), Cancellation);
        await Task.WhenAll(
            Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write($"kind/{w}", Appends)))
        );
        var tail = await reading;

        Assert.Equal(
            Enumerable.Range(1, Events).Select(p => (long)p),
            tail.Select(e => e.Position)
        );
        Assert.All(
            tail.GroupBy(e => e.Stream, StringComparer.Ordinal),
            stream =>
                Assert.Equal(
                    Enumerable.Range(1, stream.Count()).Select(v => (long)v),
                    JournalJudge.Versions(stream)
                )
        );
        Reopen();
        var stored = await Follow(Events, max);
        Assert.Equal(tail.Select(Line), stored.Select(Line));
    }

    [Fact]
    public async Task Beyond_the_head_there_is_no_tail()
    {
        await Journal.Append(One("kind/1", 0));

        Assert.Empty(await Journal.ReadTail(1, 9));
        Assert.Empty(await Journal.ReadTail(100, 9));
        Reopen();
        Assert.Empty(await Journal.ReadTail(1, 9));
        Assert.Empty(await Journal.ReadTail(100, 9));
    }

    [Fact]
    public async Task A_destroyed_key_is_in_no_file_any_more()
    {
        var wrapped = new byte[48];
        new Random(1).NextBytes(wrapped);
        const int Subjects = 2_000;
        await Task.WhenAll(
            Enumerable.Range(0, Subjects).Select(i => Journal.Append(WithKey(i, Key(i))))
        );
        Assert.True(IsInAFile(Key(77)));

        foreach (var i in (int[])[0, 77, 1_000, 1_999])
        {
            await Keys.Destroy($"subject {i * 7919 % Subjects}");
            Assert.False(IsInAFile(Key(i)), $"Key {i} is still there.");
        }

        Assert.Equal(Key(78), await Keys.Read($"subject {78 * 7919 % Subjects}"));

        // In no order, so that pages of the table are split and merged.
        StreamAppend WithKey(int i, byte[] key) =>
            One($"kind/{i}", 0) with
            {
                Key = new($"subject {i * 7919 % Subjects}", key),
            };

        byte[] Key(int i) => [.. BitConverter.GetBytes(i), .. wrapped];
    }

    [Fact]
    public async Task A_key_is_destroyed_though_somebody_is_reading()
    {
        byte[] key = [.. "a key that nobody may find again"u8];
        await Journal.Append(One("kind/1", 0) with { Key = new("anna", key) });
        await Journal.Append(new("kind/2", 0, JournalJudge.Decision("page", 600)));
        await using var reading = Journal
            .Read("kind/2", 0, Cancellation)
            .GetAsyncEnumerator(Cancellation);
        await reading.MoveNextAsync();

        await Keys.Destroy("anna");

        Assert.False(IsInAFile(key));
    }

    private bool IsInAFile(byte[] bytes) =>
        Directory
            .EnumerateFiles(_folder.Path, "journal.db*")
            .Any(file => Bytes(file).AsSpan().IndexOf(bytes) >= 0);

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite
        );
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Line(RecordedEvent e) =>
        $"{e.Position} {e.Stream} {e.Version} {e.Kind} {e.At:O} {JournalJudge.Text(e)}";

    private async Task<List<RecordedEvent>> Follow(int count, int max)
    {
        var tail = new List<RecordedEvent>();
        while (tail.Count < count)
        {
            var after = tail.Count == 0 ? 0 : tail[^1].Position;
            await Journal.WaitBeyond(after, Cancellation);
            var page = await Journal.ReadTail(after, max);
            Assert.InRange(page.Count, 1, max);
            tail.AddRange(page);
        }

        return tail;
    }

    private async Task Write(string stream, int appends)
    {
        for (var i = 0; i < appends; i++)
        {
            await Journal.Append(new(stream, i * 2, JournalJudge.Decision($"{stream}-{i}", 2)));
        }
    }

    private SqliteJournal Open() =>
        SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));

    private void Reopen()
    {
        _journal.Dispose();
        _journal = Open();
    }
}
