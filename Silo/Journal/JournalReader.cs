using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>Short, paged reads on a connection of their own. For one thread at a time.</summary>
internal sealed class JournalReader : IDisposable
{
    private const string Columns = "position, stream, version, kind, time, data";

    private readonly SqliteConnection _connection;
    private readonly Statement _stream;
    private readonly Statement _tail;
    private readonly Statement _part;
    private readonly Statement _due;
    private readonly Statement _key;
    private readonly Statement _last;

    public JournalReader(SqliteFile file)
    {
        _connection = file.OpenReader();
        _stream = new(
            _connection,
            $"""
            SELECT {Columns} FROM events WHERE stream = ?1 AND version > ?2
            ORDER BY version LIMIT ?3
            """
        );
        _tail = new(
            _connection,
            $"SELECT {Columns} FROM events WHERE position > ?1 ORDER BY position LIMIT ?2"
        );
        _part = new(
            _connection,
            $"""
            SELECT {Columns} FROM events
            WHERE position > ?1 AND position <= ?2 AND partition % {EventSourcing.Part.Count} = ?3
            ORDER BY position LIMIT ?4
            """
        );
        _due = new(
            _connection,
            "SELECT stream, due FROM alarms WHERE due <= ?1 ORDER BY due LIMIT ?2"
        );
        _key = new(_connection, "SELECT wrapped FROM subject_keys WHERE subject = ?1");
        _last = new(
            _connection,
            """
            SELECT stream FROM events WHERE stream >= ?1 AND stream < ?2
            ORDER BY stream DESC LIMIT 1
            """
        );
    }

    public List<RecordedEvent> Stream(string stream, long after, int max) =>
        Events(_stream.Bind(1, stream).Bind(2, after).Bind(3, max));

    public List<RecordedEvent> Tail(long after, int max) =>
        Events(_tail.Bind(1, after).Bind(2, max));

    public List<RecordedEvent> Part(int part, long after, long upTo, int max) =>
        Events(_part.Bind(1, after).Bind(2, upTo).Bind(3, part).Bind(4, max));

    public List<DueAlarm> Due(DateTimeOffset now, int max)
    {
        var alarms = new List<DueAlarm>();
        _due.Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, max);
        while (_due.Step())
        {
            alarms.Add(new(_due.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(_due.Int64(1))));
        }

        return alarms;
    }

    public byte[]? Key(string subject)
    {
        byte[]? wrapped = null;
        _key.Bind(1, subject);
        while (_key.Step())
        {
            wrapped = _key.Bytes(0);
        }

        return wrapped;
    }

    /// <summary>The last of the streams that begin with the text, by the order of UTF-8.</summary>
    public string? LastStream(string prefix)
    {
        string? last = null;
        _last.Bind(1, prefix).Bind(2, prefix + char.MaxValue);
        while (_last.Step())
        {
            last = _last.Text(0);
        }

        return last;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tail.Dispose();
        _part.Dispose();
        _due.Dispose();
        _key.Dispose();
        _last.Dispose();
        _connection.Dispose();
    }

    private static List<RecordedEvent> Events(Statement rows)
    {
        var events = new List<RecordedEvent>();
        while (rows.Step())
        {
            events.Add(
                new(
                    rows.Int64(0),
                    rows.Text(1),
                    rows.Int64(2),
                    string.Intern(rows.Text(3)),
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(4)),
                    rows.Bytes(5)
                )
            );
        }

        return events;
    }
}
