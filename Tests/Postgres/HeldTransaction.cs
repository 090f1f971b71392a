using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// Another process that has its number and has written its event, and takes its time to commit.
/// </summary>
internal sealed class HeldTransaction : IAsyncDisposable
{
    public const string Stream = "kind/held";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HeldTransaction> Begin(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false;Search Path=commerce");
        await connection.OpenAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO events
              (position, partition, stream, version, kind, schema, time, region, epoch, data)
            VALUES ((pg_current_xact_id()::text::bigint << 20) | 1, 0, '{Stream}', 1,
              'test.happened', 1, 0, 'eu1', 1, '0')
            """,
            connection
        );
        await insert.ExecuteNonQueryAsync(Cancellation);
        return new(connection, transaction);
    }

    public Task Commit() => _transaction.CommitAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
