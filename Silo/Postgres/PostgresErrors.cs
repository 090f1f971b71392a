using System.Net.Sockets;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>What an error says of the server, and of what was asked of it.</summary>
internal static class PostgresErrors
{
    /// <summary>How the codes of values begin that a column cannot have.</summary>
    private const string DataException = "22";

    /// <summary>
    /// Whether a server can throw this, one that is away, or a connection to one that broke.
    /// </summary>
    public static bool IsTrouble(this Exception e) =>
        e is NpgsqlException or TimeoutException or IOException or SocketException;

    /// <summary>
    /// Whether the server said no and rolled back: the connection is as good as before.
    /// </summary>
    public static bool IsRefusal(this Exception e) =>
        e is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether another process has written that version of the stream.</summary>
    public static bool IsConflict(this Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Whether it would have met every other append just as well.</summary>
    public static bool IsOfTheServer(this Exception e) =>
        e is JournalUnavailableException
        || (
            e.IsTrouble()
            && !e.IsConflict()
            && e
                is not PostgresException
                {
                    SqlState: PostgresErrorCodes.DeadlockDetected
                        or PostgresErrorCodes.SerializationFailure
                }
            && !(
                e is PostgresException { SqlState: { } state }
                && state.StartsWith(DataException, StringComparison.Ordinal)
            )
        );

    public static JournalUnavailableException Unavailable(Exception e) =>
        new($"The journal cannot be used: {e.Message.ReplaceLineEndings(" ")}");
}
