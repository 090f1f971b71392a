using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Views;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// The views of a store of several processes, beside their journal in a schema of its own. Who
/// writes does not wait for the disk: what a crash forgets is made again.
/// </summary>
internal sealed class PostgresViews : IViewStore, IDisposable
{
    /// <summary>
    /// Rows that one transaction forgets, so that it does not hold up the others.
    /// </summary>
    private const int DropMax = 2_000;

    /// <summary>Each row asked for is looked up, whatever the statistics say.</summary>
    private const string Plans =
        "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    private const string WithoutDisk = "-c synchronous_commit=off";

    private readonly PostgresServer _server;
    private readonly ViewRows _rows;
    private readonly RememberedViews _remembered;

    private PostgresViews(PostgresServer server)
    {
        _server = server;
        _rows = new(server.Readers);
        _remembered = new(_rows);
    }

    public IViewRows Read => _remembered;

    /// <summary>Makes the tables where there are none.</summary>
    public static PostgresViews Open(string connectionString)
    {
        var server = new PostgresServer(
            connectionString,
            ViewSchema.Name,
            $"{Plans} {WithoutDisk}"
        );
        try
        {
            using var connection = server.Open();
            ViewSchema.Prepare(connection);
            return new(server);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public Task Prepare(IReadOnlyList<IView> views, string incarnation, long head) =>
        Change(async batch =>
        {
            foreach (var view in views)
            {
                if (!await ViewRows.IsOpen(batch.Connection!, view, incarnation, head))
                    Begin(batch, view, incarnation, isComplete: head == 0);
            }
        });

    public Task Begin(IView view, string incarnation) =>
        Change(batch =>
        {
            Begin(batch, view, incarnation, isComplete: false);
            return Task.CompletedTask;
        });

    public Task<bool> Write(int part, IReadOnlyList<ViewStep> steps) =>
        _server.Readers.Ask(async () =>
        {
            await using var connection = await _server.Readers.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection);
            batch.AddMove(part, steps);
            batch.AddChanges(steps);
            try
            {
                await batch.ExecuteNonQueryAsync();
                return true;
            }
            catch (PostgresException e) when (e.SqlState == ViewStatements.MovedByAnother)
            {
                return false;
            }
        });

    /// <summary>With the build's row in hand: of two last parts one sees the other.</summary>
    public Task CatchUp(long build, int part) =>
        Change(batch =>
        {
            batch.Add("SELECT FROM builds WHERE build = $1 FOR UPDATE", build);
            batch.Add(
                "UPDATE positions SET complete = true WHERE build = $1 AND part = $2",
                build,
                part
            );
            batch.Add(
                """
                UPDATE builds SET complete = true WHERE build = $1 AND NOT EXISTS
                  (SELECT FROM positions WHERE positions.build = $1 AND NOT positions.complete)
                """,
                build
            );
            return Task.CompletedTask;
        });

    public async Task<bool> Sweep()
    {
        if (await _rows.Outlived() is not { } old)
            return false;

        await Change(batch =>
        {
            batch.Add("DELETE FROM positions WHERE build = $1", old);
            foreach (var table in (string[])["listings", "rows", "totals"])
            {
                batch.Add(
                    $"""
                    DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                      SELECT ctid FROM {table} WHERE build = $1 LIMIT {DropMax}))
                    """,
                    old
                );
            }

            batch.Add("DELETE FROM lists WHERE build = $1", old);
            batch.Add("DELETE FROM dead_letters WHERE build = $1", old);
            batch.Add(
                """
                DELETE FROM builds WHERE build = $1
                  AND NOT EXISTS (SELECT FROM rows WHERE rows.build = $1)
                  AND NOT EXISTS (SELECT FROM listings WHERE listings.build = $1)
                  AND NOT EXISTS (SELECT FROM totals WHERE totals.build = $1)
                """,
                old
            );
            return Task.CompletedTask;
        });
        return true;
    }

    public Task<ImmutableArray<ViewBuild>> Builds(int part) => _rows.Builds(part);

    public Task<IReadOnlyDictionary<RowKey, byte[]>> Rows(IReadOnlyCollection<RowKey> keys) =>
        _rows.Rows(keys);

    public void Dispose()
    {
        _remembered.Dispose();
        _server.Dispose();
    }

    private static void Begin(NpgsqlBatch batch, IView view, string incarnation, bool isComplete) =>
        batch.Add(
            """
            WITH build AS (
              INSERT INTO builds (view, version, incarnation, complete) VALUES ($1, $2, $3, $4)
              RETURNING build
            )
            INSERT INTO positions (build, part, position, time, complete)
            SELECT build, part, 0, 0, $4 FROM build, generate_series(0, $5 - 1) AS part
            """,
            view.Name,
            view.Version,
            incarnation,
            isComplete,
            Part.Count
        );

    /// <summary>All of a batch lands or none, one such change at a time.</summary>
    private Task<bool> Change(Func<NpgsqlBatch, Task> fill) =>
        _server.Readers.Ask(async () =>
        {
            await using var connection = await _server.Readers.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand(
                $"SELECT pg_advisory_xact_lock({ViewSchema.Lock})",
                connection,
                transaction
            );
            await hold.ExecuteNonQueryAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            await fill(batch);
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync();

            await transaction.CommitAsync();
            return true;
        });
}
