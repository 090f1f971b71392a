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

    /// <summary>How many events a silo wrote from then to then.</summary>
    public async Task<long> Count(int silo, DateTimeOffset from, DateTimeOffset to)
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(*) FROM commerce.events
            WHERE writer = $1::inet AND written BETWEEN $2 AND $3
            """
        );
        command.Parameters.AddWithValue(Network.AddressOf(silo));
        command.Parameters.AddWithValue(from.UtcDateTime);
        command.Parameters.AddWithValue(to.UtcDateTime);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
