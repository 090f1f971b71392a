using Commerce.EventSourcing;
using Commerce.Sqlite;

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
            await Keys.Destroy($"subject {i * 7919 % Subjects}", JournalJudge.Noon);
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

        await Keys.Destroy("anna", JournalJudge.Noon);

        Assert.False(IsInAFile(key));
    }

    /// <summary>As long as a backup takes, which reads what was there at its beginning.</summary>
    [Fact]
    public async Task Nobody_waits_for_somebody_who_reads_long()
    {
        byte[] key = [.. "a key that nobody may find again"u8];
        await Journal.Append(One("kind/1", 0) with { Key = new("anna", key) });
        Task destroyed;
        using (var reader = new SqliteFile(Path.Combine(_folder.Path, "journal.db")).OpenReader())
        {
            reader.Run("BEGIN");
            Assert.Equal(1, reader.Ask<long>("SELECT count(*) FROM events"));
            destroyed = Keys.Destroy("anna", JournalJudge.Noon);

            Assert.True(await SlowestAppend() < TimeSpan.FromSeconds(2));
            Assert.Null(await Keys.Read("anna"));
            Assert.False(destroyed.IsCompleted);
            Assert.Equal(1, reader.Ask<long>("SELECT count(*) FROM events"));
        }

        await destroyed;
        Assert.False(IsInAFile(key));
    }

    /// <summary>While the log grows to more than what it is begun anew for.</summary>
    private async Task<TimeSpan> SlowestAppend()
    {
        const int Streams = 100;
        var (slowest, begun) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        for (var i = 0; TimeProvider.System.GetElapsedTime(begun).TotalSeconds < 2; i++)
        {
            var (round, asked) = (i, TimeProvider.System.GetTimestamp());
            await Task.WhenAll(
                Enumerable.Range(0, Streams).Select(s => Journal.Append(Large(s, round)))
            );
            var took = TimeProvider.System.GetElapsedTime(asked);
            slowest = took > slowest ? took : slowest;
        }

        return slowest;

        static StreamAppend Large(int stream, int round) =>
            new($"kind/large-{stream}", round, [JournalJudge.Event(new('x', 16_000))]);
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

    private SqliteJournal Open() =>
        SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));

    protected override void Reopen()
    {
        _journal.Dispose();
        _journal = Open();
    }
}
