using System.Diagnostics.Metrics;
using Commerce.Journal;
using Commerce.Postgres;
using Npgsql;

namespace Commerce.Telemetry;

/// <summary>
/// Looks after the server that keeps the journal, if one does. It looks by itself, so that who asks
/// for measures need not wait for a server that does not answer.
/// </summary>
internal sealed class PostgresWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly PostgresJournal? _journal;
    private readonly TimeProvider _time;
    private Standing _last = new(IsUp: true, Oldest: 0, Standbys: 0);
    private string? _horizon; // The oldest transaction that was open at the last look,
    private long _since; // and when it was first seen.

    public PostgresWatch(IJournalStore journal, IMeterFactory meters, TimeProvider time)
    {
        (_journal, _time) = (journal as PostgresJournal, time);
        if (_journal is null)
        {
            return;
        }

        var meter = meters.Create(JournalMeter.Name);
        meter.CreateObservableGauge(
            "commerce.postgres.up",
            () => _last.IsUp ? 1 : 0,
            unit: null,
            "Whether the server answered when it was asked last."
        );
        meter.CreateObservableGauge(
            "commerce.postgres.transaction.oldest",
            () => _last.Oldest,
            "s",
            "For how long one open transaction has held back the tail."
        );
        meter.CreateObservableGauge(
            "commerce.postgres.standbys",
            () => _last.Standbys,
            "{server}",
            "Servers that stream the journal's server."
        );
    }

    /// <summary>Looks once.</summary>
    internal async Task Look(CancellationToken stop)
    {
        if (_journal is null)
        {
            return;
        }

        try
        {
            _last = await Ask(_journal.Readers, stop);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            _last = _last with { IsUp = false };
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        do
        {
            await Look(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>
    /// An unprivileged user is not told when others' transactions began, but sees the number behind
    /// which nothing is told: as long as it stays while others commit, somebody holds it.
    /// </summary>
    private async Task<Standing> Ask(NpgsqlDataSource server, CancellationToken stop)
    {
        await using var command = server.CreateCommand(
            """
            SELECT pg_snapshot_xmin(now)::text, pg_snapshot_xmin(now) < pg_snapshot_xmax(now),
              (SELECT count(*)::int FROM pg_stat_replication
               WHERE coalesce(state, 'streaming') = 'streaming')
            FROM pg_current_snapshot() AS now
            """
        );
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var horizon = row.GetBoolean(1) ? row.GetString(0) : null;
        if (horizon != _horizon)
        {
            (_horizon, _since) = (horizon, _time.GetTimestamp());
        }

        return new(
            IsUp: true,
            horizon is null ? 0 : _time.GetElapsedTime(_since).TotalSeconds,
            row.GetInt32(2)
        );
    }

    private sealed record Standing(bool IsUp, double Oldest, int Standbys);
}
