using System.Globalization;
using Commerce.EventSourcing;
using Commerce.Journal;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>Short, paged reads. Where the server is away they say so.</summary>
internal sealed class PostgresReader(NpgsqlDataSource source)
{
    /// <summary>Every process has heard of an event that is older.</summary>
    private static readonly TimeSpan HeardMax = TimeSpan.FromMinutes(1);

    public const string Columns = "position, stream, version, kind, time, data, correlation";

    private const string OfStream = $"""
        SELECT {Columns} FROM events WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3
        """;

    private const string OfTail = $"""
        SELECT {Columns} FROM events WHERE position > $1 AND position <= $2
        ORDER BY position LIMIT $3
        """;

    private static readonly string OfPart = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT {Columns} FROM events
        WHERE position > $1 AND position <= $2 AND partition % {EventSourcing.Part.Count} = $3
        ORDER BY position LIMIT $4
        """
    );

    private const string OfTailBackwards = $"""
        SELECT {Columns} FROM events WHERE position <= $1 ORDER BY position DESC LIMIT $2
        """;

    public Task<List<RecordedEvent>> Stream(string stream, long after, int max) =>
        Events(OfStream, stream, after, max);

    public Task<List<RecordedEvent>> Tail(long after, long upTo, int max) =>
        Events(OfTail, after, upTo, max);

    public Task<List<RecordedEvent>> Part(int part, long after, long upTo, int max) =>
        Events(OfPart, after, upTo, part, max);

    /// <summary>The newest events up to a position, oldest first.</summary>
    public async Task<List<RecordedEvent>> Newest(long upTo, int max)
    {
        var events = await Events(OfTailBackwards, upTo, max);
        events.Reverse();
        return events;
    }

    public List<DueAlarm> Due(DateTimeOffset now, int max)
    {
        try
        {
            using var command = source.CreateCommand(
                "SELECT stream, due FROM alarms WHERE due <= $1 ORDER BY due LIMIT $2"
            );
            command.With(now.ToUnixTimeMilliseconds(), max);
            using var rows = command.ExecuteReader();
            var alarms = new List<DueAlarm>();
            while (rows.Read())
            {
                var due = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1));
                alarms.Add(new(rows.GetString(0), due));
            }

            return alarms;
        }
        catch (Exception e) when (e.IsTrouble())
        {
            throw PostgresErrors.Unavailable(e);
        }
    }

    public Task<byte[]?> Key(string subject) =>
        source.Ask(async () =>
        {
            await using var command = source.CreateCommand(
                "SELECT wrapped FROM subject_keys WHERE subject = $1"
            );
            return (byte[]?)await command.With(subject).ExecuteScalarAsync();
        });

    /// <summary>
    /// Takes the key out of the table and its page, and notes it; a row that was only deleted stays
    /// in the file until somebody cleans up.
    /// </summary>
    public Task Destroy(string subject, DateTimeOffset at) =>
        source.Ask(async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var delete = new NpgsqlCommand(
                """
                WITH gone AS (DELETE FROM subject_keys WHERE subject = $1)
                INSERT INTO erasures VALUES ($1, $2) ON CONFLICT DO NOTHING
                """,
                connection
            );
            await delete.With(subject, at.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync();
            await using var clean = new NpgsqlCommand("VACUUM subject_keys", connection);
            return await clean.ExecuteNonQueryAsync();
        });

    /// <summary>
    /// Deletes a stream that is at that version, and its alarm, unless nothing came after it that
    /// every process must have heard of: by their newest they know a history again.
    /// </summary>
    public Task<bool> Remove(string stream, long version) =>
        source.Ask(async () =>
        {
            await using var command = source.CreateCommand(
                """
                WITH newest AS (
                  SELECT position, version FROM events WHERE stream = $1
                  ORDER BY version DESC LIMIT 1
                ), later AS (
                  SELECT time FROM events WHERE position > (SELECT position FROM newest)
                  ORDER BY position LIMIT 1
                ), gone AS (
                  DELETE FROM events USING newest, later
                  WHERE stream = $1 AND newest.version = $2
                    AND later.time < extract(epoch FROM clock_timestamp()) * 1000 - $3
                  RETURNING 1
                ), silenced AS (
                  DELETE FROM alarms WHERE stream = $1 AND EXISTS (SELECT FROM gone)
                )
                SELECT EXISTS (SELECT FROM gone)
                """
            );
            var heard = (long)HeardMax.TotalMilliseconds;
            return (bool)(await command.With(stream, version, heard).ExecuteScalarAsync())!;
        });

    public static RecordedEvent Event(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            string.Intern(row.GetString(3)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            row.GetFieldValue<byte[]>(5)
        )
        {
            Trace = row.IsDBNull(6) ? null : row.GetString(6),
        };

    private Task<List<RecordedEvent>> Events(string sql, params object[] values) =>
        source.Ask(async () =>
        {
#pragma warning disable CA2100 // Only the texts above come here.
            await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
            await using var rows = await command.With(values).ExecuteReaderAsync();
            var events = new List<RecordedEvent>();
            while (await rows.ReadAsync())
            {
                events.Add(Event(rows));
            }

            return events;
        });
}
