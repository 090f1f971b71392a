using System.Globalization;
using Commerce.EventSourcing;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>Asks a server what became of a transaction whose connection broke.</summary>
internal static class TransactionFate
{
    /// <summary>Whether it has ended, and what it wrote is as durable as it must be.</summary>
    public static bool HasEnded(this NpgsqlConnection connection, long transaction)
    {
        // Who still keeps it open waits for a client that is gone.
        connection.Run(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE backend_xid::text::bigint = $1 % (1::bigint << 32)
            """,
            transaction
        );
        if (StatusOf(connection, transaction) == "in progress")
        {
            return false;
        }

        // One that was cut off may not have waited for its standbys; they have it with a later one.
        connection.Run("UPDATE journal SET incarnation = incarnation");
        return true;
    }

    /// <summary>
    /// Whether an event is there: proof where the status is none, because a server that crashed
    /// may have forgotten the transaction and given its number to another.
    /// </summary>
    public static bool Has(this NpgsqlConnection connection, RecordedEvent recorded) =>
        connection.Ask<bool>(
            """
            SELECT EXISTS (
              SELECT FROM events WHERE position = $1 AND stream = $2 AND version = $3)
            """,
            recorded.Position,
            recorded.Stream,
            recorded.Version
        );

    private static string? StatusOf(NpgsqlConnection connection, long transaction)
    {
        try
        {
            return connection.Ask<string>(
                "SELECT pg_xact_status($1::xid8)",
                transaction.ToString(CultureInfo.InvariantCulture)
            );
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return null; // It is in the future: the server crashed and has forgotten it.
        }
    }
}
