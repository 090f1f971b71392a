using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Journal;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// The newest events of all processes, in the order of their positions. An event is told once
/// every transaction with an earlier tick has ended: nothing can then come to light before it.
/// </summary>
/// <remarks>
/// What this process commits while no other transaction runs is told at once. Everything else is
/// found by looking.
/// </remarks>
internal sealed partial class PostgresTail : IDisposable
{
    private const int RingCapacity = 8_192;
    private const int PageMax = 4_096;

    /// <summary>How long others' events stay unseen, at most.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly PostgresServer _server;
    private readonly KnownHistory _history;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Queue<Commit> _own = new(); // Committed here, and not told yet.
    private readonly CancellationTokenSource _stop = new();
    private readonly TailRing _ring;
    private readonly Task _looking;
    private NpgsqlConnection? _connection;
    private long _known; // All events up to this position are told, and there will be no others.
    private long _heard = Stopwatch.GetTimestamp(); // When the server answered last.
    private int _restarts;
    private bool _isTroubled; // Since it was told that looking failed.

    public PostgresTail(PostgresServer server, KnownHistory history, ILogger log)
    {
        (_server, _history, _log) = (server, history, log);
        _connection = server.Open(history);
        _ring = ReadHead(_connection);
        _looking = Task.Run(Follow);
    }

    public TailRing Ring => _ring;

    /// <summary>How long ago the server answered last.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>What this process committed; in the order of ticks.</summary>
    public void Add(Landing landing, List<RecordedEvent> events)
    {
        _history.Note(events);
        lock (_gate)
        {
            if (_known > Position.Before(landing.Tick))
            {
                return; // A look has come before us, and found it like others' events.
            }

            _own.Enqueue(new(landing.Tick, landing.Horizon == landing.Tick, events));
            TellNext();
        }
    }

    /// <summary>
    /// A connection broke, perhaps because the server crashed: it then gives numbers again that
    /// nobody has used for anything durable, and what was passed as empty may be filled.
    /// </summary>
    public void Restart()
    {
        lock (_gate)
        {
            _restarts++;
            _known = _ring.Head;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _looking.GetAwaiter().GetResult();
        _connection?.Dispose();
        _stop.Dispose();
    }

    private TailRing ReadHead(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            """
            WITH horizon AS (
              SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + $1 AS tick
            )
            SELECT tick, position, time FROM horizon LEFT JOIN LATERAL (
              SELECT position, time FROM events WHERE position <= greatest((tick << 20) - 1, $2)
              ORDER BY position DESC LIMIT 1
            ) AS newest ON true
            """,
            connection
        );
        command.With(_history.Opened.TickOffset, _history.Opened.Begins);
        using var row = command.ExecuteReader();
        row.Read();
        _known = long.Max(Position.Before(row.GetInt64(0)), _history.Opened.Begins);
        return row.IsDBNull(1)
            ? new(RingCapacity, head: 0, DateTimeOffset.UnixEpoch)
            : new(
                RingCapacity,
                row.GetInt64(1),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))
            );
    }

    private async Task Follow()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookOrReconnect();
            }
        }
        catch (OperationCanceledException)
        {
            // The store stops.
        }
    }

    private async Task LookOrReconnect()
    {
        try
        {
            if (_connection is null)
            {
                _connection = _server.Open(_history);
                Restart();
            }

            await Look(_connection);
            Volatile.Write(ref _heard, Stopwatch.GetTimestamp());
            _isTroubled = false;
        }
#pragma warning disable CA1031 // Whatever it is, the next look is on a new connection.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (!_isTroubled)
            {
                LookingFailed(_log, e);
            }

            _isTroubled = true;
            _connection?.Dispose();
            _connection = null;
        }
    }

    private async Task Look(NpgsqlConnection connection)
    {
        int restarts;
        long after;
        long[] own;
        lock (_gate)
        {
            (restarts, after) = (_restarts, _known);
            own = [.. _own.Select(commit => commit.Tick)];
        }

        var upTo = Position.Before(await Horizon(connection));
        while (after < upTo)
        {
            var page = await Others(connection, after, upTo, own);
            after = page.Count == PageMax ? page[^1].Position : upTo;
            lock (_gate)
            {
                if (_restarts != restarts)
                {
                    return;
                }

                Tell(page, after);
            }
        }
    }

    private async Task<long> Horizon(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            connection
        );
        return (long)(await command.ExecuteScalarAsync(_stop.Token))! + _history.Opened.TickOffset;
    }

    private async Task<List<RecordedEvent>> Others(
        NpgsqlConnection connection,
        long after,
        long upTo,
        long[] own
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {PostgresReader.Columns} FROM events
            WHERE position > $1 AND position <= $2 AND position >> 20 <> ALL ($3)
            ORDER BY position LIMIT {PageMax}
            """,
            connection
        );
        command.With(after, upTo, own);
        await using var rows = await command.ExecuteReaderAsync(_stop.Token);
        var events = new List<RecordedEvent>();
        while (await rows.ReadAsync(_stop.Token))
        {
            events.Add(PostgresReader.Event(rows));
        }

        return events;
    }

    /// <summary>Tells all up to a position: what was found, and what comes from here.</summary>
    private void Tell(List<RecordedEvent> others, long upTo)
    {
        var events = others;
        while (_own.TryPeek(out var commit) && Position.Of(commit.Tick, 0) <= upTo)
        {
            events.AddRange(_own.Dequeue().Events);
        }

        // What was committed here, or even told, while others were looked for may be among them.
        _history.Note(others);
        var head = _ring.Head;
        _ring.Add([
            .. events
                .Where(each => each.Position > head)
                .OrderBy(each => each.Position)
                .DistinctBy(each => each.Position),
        ]);
        _known = long.Max(_known, upTo);
        TellNext();
    }

    /// <summary>Tells what this process committed, as long as nothing can be before it.</summary>
    private void TellNext()
    {
        while (
            _own.TryPeek(out var commit)
            && commit.IsSettled
            && _known >= Position.Before(commit.Tick)
        )
        {
            _own.Dequeue();
            _ring.Add(commit.Events);
            _known = Position.Before(commit.Tick + 1);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Others' events cannot be looked for: lists trail until they can. It is tried again."
    )]
    private static partial void LookingFailed(ILogger log, Exception e);

    /// <param name="IsSettled">Whether every transaction of an earlier tick had ended.</param>
    private sealed record Commit(long Tick, bool IsSettled, List<RecordedEvent> Events);
}
