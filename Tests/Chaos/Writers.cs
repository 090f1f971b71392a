using Npgsql;

namespace Commerce.Chaos;

/// <summary>
/// Who wrote which event, and when, as the server saw it: each silo has an address of its own.
/// </summary>
internal sealed class Writers(NpgsqlDataSource database)
{
    public async Task Note()
    {
        await using var command = database.CreateCommand(
            """
            ALTER TABLE commerce.events
              ADD COLUMN writer inet DEFAULT inet_client_addr(),
              ADD COLUMN written timestamptz DEFAULT clock_timestamp()
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// How many events a silo wrote from then to then, and how many of them where others had
    /// written since it was stopped.
    /// </summary>
    public async Task<(long All, long Beside)> Count(
        int silo,
        DateTimeOffset stopped,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(*), count(*) FILTER (WHERE EXISTS (
              SELECT FROM commerce.events AS other
              WHERE other.stream = own.stream AND other.writer <> own.writer
                AND other.written BETWEEN $4 AND own.written))
            FROM commerce.events AS own
            WHERE writer = $1::inet AND written BETWEEN $2 AND $3
            """
        );
        command.Parameters.AddWithValue(Network.AddressOf(silo));
        command.Parameters.AddWithValue(from.UtcDateTime);
        command.Parameters.AddWithValue(to.UtcDateTime);
        command.Parameters.AddWithValue(stopped.UtcDateTime);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
