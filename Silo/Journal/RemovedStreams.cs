using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>Takes streams out of a journal whose time is over.</summary>
internal static class RemovedStreams
{
    /// <summary>
    /// Deletes the events of a stream that is at that version, unless one of them is the newest of
    /// all; whether they are gone.
    /// </summary>
    public static bool Remove(this SqliteConnection connection, string stream, long version)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM events WHERE stream = $stream
              AND $version = (
                SELECT version FROM events WHERE stream = $stream ORDER BY version DESC LIMIT 1)
              AND (
                SELECT position FROM events WHERE stream = $stream ORDER BY version DESC LIMIT 1)
                < (SELECT max(position) FROM events)
            """;
        command.Parameters.AddWithValue("$stream", stream);
        command.Parameters.AddWithValue("$version", version);
        return command.ExecuteNonQuery() > 0;
    }
}
