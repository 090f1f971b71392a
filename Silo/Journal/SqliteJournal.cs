using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Commerce.EventSourcing;
using Commerce.Files;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Commerce.Journal;

/// <summary>
/// The journal of a store that is one process: a SQLite file in WAL mode, synced at each commit.
/// </summary>
public sealed class SqliteJournal : IJournalStore
{
    private const int PageMax = 512;
    private const int RingCapacity = 8_192;

    private readonly SqliteFile _file;
    private readonly FileStream _lock;
    private readonly JournalWriter _writer;
    private readonly WalCheckpoints _checkpoints;
    private readonly TailRing _tail;
    private readonly AlarmBook _alarms;
    private readonly NewestStreams _newest;
    private readonly ConcurrentBag<JournalReader> _readers = [];
    private bool _closed;

    private SqliteJournal(SqliteFile file, FileStream fileLock, IdGenerator ids)
    {
        (_file, _lock) = (file, fileLock);
        if (File.Exists(file.Path))
        {
            // Before a writer touches it: what is somebody else's stays as it is.
            using var reader = file.OpenReader();
            JournalSchema.Check(reader, file.Path);
        }

        var connection = file.OpenWriter("FULL");
        try
        {
            Incarnation = JournalSchema.Prepare(connection, file.Path, ids);
            var head = connection.Ask<long>("SELECT coalesce(max(position), 0) FROM events");
            _tail = new(RingCapacity, head, HeadTime(connection));
            _alarms = new(connection);
            _newest = new(prefix => Ask(reader => reader.LastStream(prefix)));
            _writer = new(connection, ids.Region, _tail, _alarms, _newest);
            _checkpoints = new(file, _writer);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public string Incarnation { get; }

    public bool IsFull => _writer.IsFull;

    public long Head => _tail.Head;

    public DateTimeOffset HeadAt => _tail.HeadAt;

    /// <summary>
    /// Opens or creates the journal in a folder. Throws <see cref="JournalUnusableException"/>,
    /// whose message is for people, if it is in use, damaged, newer than this program or something
    /// else.
    /// </summary>
    public static SqliteJournal Open(string folder, IdGenerator ids)
    {
        var path = Path.Combine(folder, "journal.db");
        var fileLock = Lock(folder);
        try
        {
            return new(new(path), fileLock, ids);
        }
        catch (SqliteException e)
        {
            fileLock.Dispose();
            throw new JournalUnusableException($"{path} cannot be opened: {Reason(e)}");
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    public Task Append(StreamAppend append) => _writer.Append(append);

    public Task<bool> Remove(string stream, long version) => _writer.Remove(stream, version);

    public async IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        if (_newest.IsNew(stream))
        {
            yield break;
        }

        while (true)
        {
            var page = Ask(reader => reader.Stream(stream, after, PageMax));
            foreach (var recorded in page)
            {
                yield return recorded;
            }

            if (page.Count < PageMax)
            {
                yield break;
            }

            after = page[^1].Version;
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max) =>
        new(_tail.Read(after, max) ?? Ask(reader => reader.Tail(after, max)));

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(
        int part,
        long after,
        long upTo,
        int max
    ) =>
        new(
            _tail.ReadPart(part, after, upTo, max)
                ?? Ask(reader => reader.Part(part, after, upTo, max))
        );

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max) =>
        new(_tail.ReadNewest(max) ?? Ask(reader => reader.Tail(Head - max, max)));

    public Task WaitBeyond(long position, CancellationToken cancellation) =>
        _tail.WaitBeyond(position, cancellation);

    IReadOnlyList<DueAlarm> IAlarms.Due(DateTimeOffset now, int max) =>
        Ask(reader => _alarms.Due(reader, now, max));

    ValueTask<byte[]?> ISubjectKeys.Read(string subject) => new(Ask(reader => reader.Key(subject)));

    /// <summary>
    /// The key is gone with the first commit, and from the log once nobody reads the log as it was:
    /// a backup may take its time, which commits do not wait for.
    /// </summary>
    async Task ISubjectKeys.Destroy(string subject, DateTimeOffset at)
    {
        await _writer.Run(connection => connection.Erase(subject, at));
        await _checkpoints.Empty();
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _checkpoints.Dispose();
        _writer.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Folders.Make(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException($"{folder} cannot be used: {e.Message}");
        }

        try
        {
            return new(
                Path.Combine(folder, "journal.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException)
        {
            throw new JournalUnusableException($"{folder} is in use by another store.");
        }
    }

    private static DateTimeOffset HeadTime(SqliteConnection connection) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            connection.Ask<long>("SELECT time FROM events ORDER BY position DESC LIMIT 1")
        );

    private static string Reason(SqliteException e) =>
        e.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT
            ? "it is damaged, or no SQLite file."
            : e.Message;

    private T Ask<T>(Func<JournalReader, T> question)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = new(_file);
        }

        try
        {
            return question(reader);
        }
        finally
        {
            _readers.Add(reader);
        }
    }
}
