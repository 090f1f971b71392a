using System.Runtime.CompilerServices;
using Commerce.EventSourcing;
using Commerce.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>The journal of a store of several processes, in a PostgreSQL database.</summary>
public sealed class PostgresJournal : IJournalStore
{
    private const int PageMax = 512;

    private readonly PostgresServer _server;
    private readonly PostgresReader _reader;
    private readonly PostgresTail _tail;
    private readonly PostgresWriter _writer;
    private bool _closed;

    private PostgresJournal(PostgresServer server, JournalHistory history, ILogger log)
    {
        Incarnation = history.Incarnation;
        var known = new KnownHistory(history);
        _server = server;
        _reader = new(server.Readers);
        _tail = new(server, known, log);
        _writer = new(server, known, _tail);
    }

    public string Incarnation { get; }

    public bool IsFull => _writer.IsFull;

    public long Head => _tail.Ring.Head;

    public DateTimeOffset HeadAt => _tail.Ring.HeadAt;

    /// <summary>How long ago the server, which is asked all the time, answered last.</summary>
    internal TimeSpan Silence => _tail.Silence;

    internal NpgsqlDataSource Readers => _server.Readers;

    /// <summary>
    /// Opens or creates the journal in a database. Throws <see cref="JournalUnusableException"/>,
    /// whose message is for people, if it cannot be reached, is newer than this program or
    /// something else.
    /// </summary>
    public static PostgresJournal Open(
        string connectionString,
        IdGenerator ids,
        ILogger? log = null
    )
    {
        PostgresServer server;
        try
        {
            server = new(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new JournalUnusableException($"Postgres is no connection string: {e.Message}");
        }

        try
        {
            return new(server, PostgresSchema.Prepare(server, ids), log ?? NullLogger.Instance);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public Task Append(StreamAppend append) => _writer.Append(append);

    public Task<bool> Remove(string stream, long version) => _reader.Remove(stream, version);

    public async IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        while (true)
        {
            var page = await _reader.Stream(stream, after, PageMax);
            foreach (var recorded in page)
            {
                yield return recorded;
            }

            if (page.Count < PageMax)
            {
                yield break;
            }

            after = page[^1].Version;
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max) =>
        _tail.Ring.Read(after, max) ?? await _reader.Tail(after, Head, max);

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(
        int part,
        long after,
        long upTo,
        int max
    ) =>
        _tail.Ring.ReadPart(part, after, upTo, max)
        ?? await _reader.Part(part, after, long.Min(upTo, Head), max);

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max) =>
        _tail.Ring.ReadNewest(max) ?? await _reader.Newest(Head, max);

    public Task WaitBeyond(long position, CancellationToken cancellation) =>
        _tail.Ring.WaitBeyond(position, cancellation);

    IReadOnlyList<DueAlarm> IAlarms.Due(DateTimeOffset now, int max) => _reader.Due(now, max);

    async ValueTask<byte[]?> ISubjectKeys.Read(string subject) => await _reader.Key(subject);

    Task ISubjectKeys.Destroy(string subject, DateTimeOffset at) => _reader.Destroy(subject, at);

    /// <summary>Writes what waits and lets go of the server.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _writer.Dispose();
        _tail.Dispose();
        _server.Dispose();
    }
}
