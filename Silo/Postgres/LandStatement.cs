using System.Runtime.InteropServices;
using Commerce.EventSourcing;
using Npgsql;
using NpgsqlTypes;

namespace Commerce.Postgres;

/// <summary>
/// Writes a batch in one statement, so that its transaction gets its number after it has seen what
/// others committed: the versions of a stream then have rising positions, whoever writes them.
/// </summary>
internal sealed class LandStatement : IDisposable
{
    /// <summary>
    /// The fence is the look at the stream's newest version; where another process is between that
    /// look and its commit, the key (stream, version) stops one of the two.
    /// </summary>
    private const string Sql = """
        WITH landing AS MATERIALIZED (
          SELECT g.n, g.stream, g.partition, g.due
          FROM unnest($1, $2, $3, $14) WITH ORDINALITY AS g (stream, partition, expected, due, n)
          WHERE g.expected = coalesce((
            SELECT version FROM events WHERE events.stream = g.stream
            ORDER BY version DESC LIMIT 1), 0)
        ), landed AS (
          INSERT INTO events
            (position, partition, stream, version, kind, schema, time, correlation, region, epoch,
             data)
          SELECT ((pg_current_xact_id()::text::bigint + $4) << 20) | e.ordinal,
            partition, stream, e.version, e.kind, 1, e.time, e.trace, $5, 1, e.data
          FROM unnest($6, $7, $8, $9, $10, $16) WITH ORDINALITY
            AS e (n, version, kind, time, data, trace, ordinal)
          JOIN landing USING (n) ORDER BY e.ordinal
        ), kept AS (
          INSERT INTO subject_keys (subject, wrapped)
          SELECT DISTINCT ON (k.subject) k.subject, k.wrapped
          FROM unnest($11, $12, $13) WITH ORDINALITY AS k (n, subject, wrapped, ordinal)
          JOIN landing USING (n) ORDER BY k.subject, k.ordinal DESC
          ON CONFLICT (subject) DO UPDATE SET wrapped = excluded.wrapped
        ), cleared AS (
          DELETE FROM alarms
          WHERE stream = ANY (array(SELECT landing.stream FROM landing WHERE due = $15))
        ), alarmed AS (
          INSERT INTO alarms (stream, partition, due)
          SELECT stream, partition, due FROM landing WHERE due <> $15 ORDER BY stream
          ON CONFLICT (stream) DO UPDATE SET due = excluded.due
        )
        SELECT array(SELECT n::int FROM landing), pg_current_xact_id()::text::bigint,
          pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        """;

    /// <summary>When an alarm is due that is taken back.</summary>
    private const long Cleared = long.MinValue;

    private readonly NpgsqlCommand _command;
    private readonly string _region;
    private readonly long _tickOffset;

    public LandStatement(NpgsqlConnection connection, JournalHistory history)
    {
        (_region, _tickOffset) = (history.Region, history.TickOffset);
        _command = new(Sql, connection);
        const NpgsqlDbType Array = NpgsqlDbType.Array;
        NpgsqlDbType[] types =
        [
            Array | NpgsqlDbType.Text,
            Array | NpgsqlDbType.Smallint,
            Array | NpgsqlDbType.Bigint,
            NpgsqlDbType.Bigint,
            NpgsqlDbType.Text,
            Array | NpgsqlDbType.Bigint,
            Array | NpgsqlDbType.Bigint,
            Array | NpgsqlDbType.Text,
            Array | NpgsqlDbType.Bigint,
            Array | NpgsqlDbType.Text,
            Array | NpgsqlDbType.Bigint,
            Array | NpgsqlDbType.Text,
            Array | NpgsqlDbType.Bytea,
            Array | NpgsqlDbType.Bigint,
            NpgsqlDbType.Bigint,
            Array | NpgsqlDbType.Text,
        ];
        foreach (var type in types)
        {
            _command.Parameters.Add(new() { NpgsqlDbType = type });
        }

        _command.Prepare();
    }

    /// <summary>Within a transaction. Which groups, counted from 1, land if it commits.</summary>
    public Landing Execute(AppendBatch batch)
    {
        var columns = new Columns(batch);
        object[] values =
        [
            columns.Streams,
            columns.Partitions,
            columns.Expected,
            _tickOffset,
            _region,
            columns.Groups,
            columns.Versions,
            columns.Kinds,
            columns.Times,
            columns.Data,
            columns.KeyGroups,
            columns.Subjects,
            columns.Wrapped,
            columns.Dues,
            Cleared,
            columns.Traces,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }

        using var row = _command.ExecuteReader();
        row.Read();
        return new(
            [.. row.GetFieldValue<int[]>(0)],
            row.GetInt64(1),
            _tickOffset + row.GetInt64(1),
            _tickOffset + row.GetInt64(2)
        );
    }

    public void Dispose() => _command.Dispose();

    /// <summary>The batch, turned on its side.</summary>
    private sealed class Columns
    {
        public Columns(AppendBatch batch)
        {
            foreach (var group in batch.Groups)
            {
                Streams.Add(group.Stream);
                Partitions.Add((short)Partition.Of(group.Stream));
                Expected.Add(group.ExpectedVersion);
                Dues.Add(
                    group.Alarm is { } change
                        ? change.Due?.ToUnixTimeMilliseconds() ?? Cleared
                        : null
                );
                Add(group);
            }
        }

        public List<string> Streams { get; } = [];

        public List<short> Partitions { get; } = [];

        public List<long> Expected { get; } = [];

        public List<long> Groups { get; } = [];

        public List<long> Versions { get; } = [];

        public List<string> Kinds { get; } = [];

        public List<long> Times { get; } = [];

        public List<byte[]> Data { get; } = [];

        public List<string?> Traces { get; } = [];

        public List<long> KeyGroups { get; } = [];

        public List<string> Subjects { get; } = [];

        public List<byte[]> Wrapped { get; } = [];

        public List<long?> Dues { get; } = [];

        private void Add(AppendGroup group)
        {
            var (number, version) = (Streams.Count, group.ExpectedVersion);
            foreach (var ((kind, at, data), trace) in group.Events)
            {
                Groups.Add(number);
                Versions.Add(++version);
                Kinds.Add(kind);
                Times.Add(at.ToUnixTimeMilliseconds());
                Data.Add(Bytes(data));
                Traces.Add(trace);
            }

            foreach (var key in group.Appends.Select(each => each.Append.Key).OfType<SubjectKey>())
            {
                KeyGroups.Add(number);
                Subjects.Add(key.Subject);
                Wrapped.Add(Bytes(key.Wrapped));
            }
        }

        /// <summary>Npgsql writes arrays of arrays; most events are one already.</summary>
        private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
            MemoryMarshal.TryGetArray(memory, out var whole)
            && whole is { Offset: 0, Array: { } array }
            && array.Length == whole.Count
                ? array
                : memory.ToArray();
    }
}

/// <summary>What a transaction will have written once it commits.</summary>
/// <param name="Groups">Those that land, counted from 1.</param>
/// <param name="Transaction">Its number, under which the server knows what became of it.</param>
/// <param name="Tick">The same, as positions have it.</param>
/// <param name="Horizon">Every transaction of an earlier tick had ended.</param>
internal sealed record Landing(HashSet<int> Groups, long Transaction, long Tick, long Horizon);
