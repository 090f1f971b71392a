using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>The tables of the journal, and who may open them.</summary>
internal static class JournalSchema
{
    /// <summary>Marks a file as a journal: "COMJ" in ASCII.</summary>
    private const long ApplicationId = 0x434F4D4A;

    /// <summary>The newest format that this program reads and writes.</summary>
    public const long Format = 3;

    /// <summary>The oldest that it brings up to that.</summary>
    private const long FormatMin = 2;

    private const string Tables = """
        CREATE TABLE journal (
          incarnation TEXT NOT NULL,
          region TEXT NOT NULL,
          alarms_to INTEGER NOT NULL
        );
        CREATE TABLE events (
          position INTEGER PRIMARY KEY,
          partition INTEGER NOT NULL,
          stream TEXT NOT NULL,
          version INTEGER NOT NULL,
          kind TEXT NOT NULL,
          schema INTEGER NOT NULL,
          time INTEGER NOT NULL,
          correlation TEXT,
          causation TEXT,
          region TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          alarm INTEGER,
          data TEXT NOT NULL
        );
        CREATE UNIQUE INDEX events_of_stream ON events (stream, version);
        CREATE TABLE alarms (
          stream TEXT PRIMARY KEY,
          partition INTEGER NOT NULL,
          due INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX alarms_due ON alarms (due);
        CREATE TABLE subject_keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>What format 3 has and format 2 had not.</summary>
    private const string Erasures =
        "CREATE TABLE erasures (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;";

    /// <summary>
    /// Throws <see cref="JournalUnusableException"/> where the file is something else or newer than
    /// this program. Changes nothing.
    /// </summary>
    public static void Check(SqliteConnection connection, string path)
    {
        var application = connection.Ask<long>("PRAGMA application_id");
        var format = connection.Ask<long>("PRAGMA user_version");
        if (application != ApplicationId && !IsEmpty(connection))
        {
            throw new JournalUnusableException($"{path} is not a journal.");
        }

        if (format > Format)
        {
            throw new JournalUnusableException(
                $"{path} has format {format}, written by a newer program; this one reads {Format}."
            );
        }

        if (format < FormatMin && !IsEmpty(connection))
        {
            throw new JournalUnusableException(
                $"{path} has format {format}, of before the first release; this one reads {Format}."
            );
        }
    }

    /// <summary>
    /// Creates the tables in a new file, and what an older one lacks; answers which history this
    /// is.
    /// </summary>
    public static string Prepare(SqliteConnection connection, string path, IdGenerator ids)
    {
        if (IsEmpty(connection))
        {
            connection.Run(
                $"""
                BEGIN IMMEDIATE;
                {Tables}
                {Erasures}
                INSERT INTO journal VALUES ('{ids.New("jrn")}', '{ids.Region}', 0);
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {Format};
                COMMIT;
                """
            );
        }

        if (connection.Ask<long>("PRAGMA user_version") < Format)
        {
            connection.Run($"BEGIN IMMEDIATE; {Erasures} PRAGMA user_version = {Format}; COMMIT;");
        }

        return connection.Ask<string>("SELECT incarnation FROM journal")
            ?? throw new JournalUnusableException($"{path} is damaged: it has no incarnation.");
    }

    private static bool IsEmpty(SqliteConnection connection) =>
        connection.Ask<long>("PRAGMA application_id") == 0
        && connection.Ask<long>("SELECT count(*) FROM sqlite_schema") == 0;
}

/// <summary>
/// The journal cannot be opened; the message is one line for whoever starts the store.
/// </summary>
public sealed class JournalUnusableException(string message) : Exception(message);
