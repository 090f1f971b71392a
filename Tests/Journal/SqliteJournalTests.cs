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

    private SqliteJournal Open() =>
        SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));

    protected override void Reopen()
    {
        _journal.Dispose();
        _journal = Open();
    }
}
