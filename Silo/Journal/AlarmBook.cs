using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>
/// When each stream is to be woken. An alarm is a column of the last event it landed with; most are
/// taken back moments later. So only those that last are written into their table, some with each
/// transaction, and a start reads the events after the last complete round again.
/// </summary>
/// <remarks>Everything but <see cref="Due"/> belongs to the writer's thread.</remarks>
internal sealed class AlarmBook : IDisposable
{
    /// <summary>In the column of an event: the stream's alarm is taken back.</summary>
    public const long Cleared = long.MinValue;

    /// <summary>Changes that are not in the table, beyond which they are written.</summary>
    private const int NewsMax = 2_048;

    /// <summary>Events that a start may have to read again.</summary>
    private const int EventsMax = 32_768;

    private const int RowsMin = 128;

    private readonly Dictionary<string, News> _news = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Queue<string> _round = new();
    private readonly List<(string Stream, News News)> _written = [];
    private readonly Statement _set;
    private readonly Statement _clear;
    private readonly Statement _complete;
    private long _roundTo;
    private long _completeTo;

    public AlarmBook(SqliteConnection connection)
    {
        _set = new(
            connection,
            """
            INSERT INTO alarms (stream, partition, due) VALUES (?1, ?2, ?3)
            ON CONFLICT (stream) DO UPDATE SET due = excluded.due
            """
        );
        _clear = new(connection, "DELETE FROM alarms WHERE stream = ?1");
        _complete = new(connection, "UPDATE journal SET alarms_to = ?1");
        _completeTo = _roundTo = connection.Ask<long>("SELECT alarms_to FROM journal");
        ReadAgain(connection);
    }

    /// <summary>What a landed append changes.</summary>
    public void Note(StreamAppend append)
    {
        if (append.Alarm is not { } change)
        {
            return;
        }

        lock (_gate)
        {
            var isInTable = _news.TryGetValue(append.Stream, out var before)
                ? before.IsInTable
                : append.ExpectedVersion > 0;
            if (change.Due is null && !isInTable)
            {
                _news.Remove(append.Stream);
            }
            else
            {
                _news[append.Stream] = new(change.Due?.ToUnixTimeMilliseconds(), isInTable);
            }
        }
    }

    /// <summary>
    /// Within a transaction: writes some of what was noted of the events up to the head, once it is
    /// much.
    /// </summary>
    public void Write(long head)
    {
        if (_round.Count == 0)
        {
            if (_news.Count <= NewsMax && head - _completeTo <= EventsMax)
            {
                return;
            }

            Begin(head);
        }

        WriteRows(int.Max(RowsMin, _news.Count / 8));
    }

    /// <summary>Within a transaction: writes all of it.</summary>
    public void WriteAll(long head)
    {
        Begin(head);
        WriteRows(int.MaxValue);
    }

    /// <summary>What was written is on disk.</summary>
    public void Committed()
    {
        lock (_gate)
        {
            foreach (var (stream, news) in _written)
            {
                if (_news[stream] == news)
                {
                    _news.Remove(stream);
                }
                else
                {
                    _news[stream] = _news[stream] with { IsInTable = true };
                }
            }
        }

        _written.Clear();
        if (_round.Count == 0)
        {
            _completeTo = _roundTo;
        }
    }

    /// <summary>What was written is not: the round begins anew.</summary>
    public void RolledBack()
    {
        _written.Clear();
        _round.Clear();
        _roundTo = _completeTo;
    }

    /// <summary>The alarms that are due, the longest due first; at most so many.</summary>
    public List<DueAlarm> Due(JournalReader reader, DateTimeOffset now, int max)
    {
        Dictionary<string, News> news;
        lock (_gate)
        {
            news = new(_news, StringComparer.Ordinal);
        }

        // What is written meanwhile is found in both: the news counts.
        var kept = reader
            .Due(now, (int)long.Min(int.MaxValue, (long)max + news.Count))
            .Where(alarm => !news.ContainsKey(alarm.Stream));
        var noted = news.Where(each => each.Value.Due is not null)
            .Select(each => new DueAlarm(
                each.Key,
                DateTimeOffset.FromUnixTimeMilliseconds(each.Value.Due!.Value)
            ))
            .Where(alarm => alarm.Due <= now);
        return [.. kept.Concat(noted).OrderBy(alarm => alarm.Due).Take(max)];
    }

    public void Dispose()
    {
        _set.Dispose();
        _clear.Dispose();
        _complete.Dispose();
    }

    private void ReadAgain(SqliteConnection connection)
    {
        using var events = new Statement(
            connection,
            """
            SELECT stream, alarm FROM events WHERE position > ?1 AND alarm IS NOT NULL
            ORDER BY position
            """
        );
        events.Bind(1, _completeTo);
        while (events.Step())
        {
            var alarm = events.Int64(1);
            _news[events.Text(0)] = new(alarm == Cleared ? null : alarm, IsInTable: true);
        }
    }

    private void Begin(long head)
    {
        _round.Clear();
        _roundTo = head;
        foreach (var stream in _news.Keys)
        {
            _round.Enqueue(stream);
        }
    }

    private void WriteRows(int max)
    {
        while (max-- > 0 && _round.TryDequeue(out var stream))
        {
            if (_news.TryGetValue(stream, out var news))
            {
                WriteRow(stream, news.Due);
                _written.Add((stream, news));
            }
        }

        if (_round.Count == 0)
        {
            _complete.Bind(1, _roundTo).Execute();
        }
    }

    private void WriteRow(string stream, long? due)
    {
        if (due is { } time)
        {
            _set.Bind(1, stream).Bind(2, Partition.Of(stream)).Bind(3, time).Execute();
        }
        else
        {
            _clear.Bind(1, stream).Execute();
        }
    }

    /// <param name="Due">In milliseconds; <c>null</c>: never.</param>
    /// <param name="IsInTable">Whether the table may have an alarm of the stream.</param>
    private readonly record struct News(long? Due, bool IsInTable);
}
