using System.Globalization;
using Commerce.Journal;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>The tables of the journal, who may open them, and which history they tell.</summary>
internal static class PostgresSchema
{
    /// <summary>The newest format that this program reads and writes.</summary>
    public const int Format = 2;

    /// <summary>The first release that has what this program asks for.</summary>
    private const int ServerMin = 130_000;

    /// <summary>Held by whoever makes, renews or checks the tables: "COMJ" in ASCII.</summary>
    private const long Lock = 0x434F4D4A;

    /// <summary>
    /// Which tables of which database of which server these are, and which branch of its past. What
    /// was dumped and restored, or promoted, differs in it from what is written in the journal.
    /// </summary>
    public const string Identity = """
        (SELECT system_identifier FROM pg_control_system())
        || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
        || '/' || 'commerce.events'::regclass::oid
        || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
        """;

    /// <summary>The identity of a history that somebody knew more of.</summary>
    private const string Lost = "lost";

    public const string Tables = $"""
        CREATE SCHEMA commerce;
        CREATE TABLE journal (
          format int NOT NULL,
          incarnation text NOT NULL,
          region text NOT NULL,
          identity text NOT NULL,
          tick_offset bigint NOT NULL,
          begins bigint NOT NULL
        );
        CREATE TABLE events (
          position bigint PRIMARY KEY,
          partition smallint NOT NULL,
          stream text COLLATE "C" NOT NULL,
          version bigint NOT NULL,
          kind text NOT NULL,
          schema smallint NOT NULL,
          time bigint NOT NULL,
          correlation text,
          causation text,
          region text NOT NULL,
          epoch int NOT NULL,
          data text NOT NULL
        );
        CREATE UNIQUE INDEX events_of_stream ON events (stream, version);
        CREATE TABLE alarms (
          stream text COLLATE "C" PRIMARY KEY,
          partition smallint NOT NULL,
          due bigint NOT NULL
        );
        CREATE INDEX alarms_due ON alarms (due);
        CREATE TABLE subject_keys (subject text COLLATE "C" PRIMARY KEY, wrapped bytea NOT NULL);
        {Erasures}
        """;

    /// <summary>What format 2 has and format 1 had not.</summary>
    private const string Erasures =
        "CREATE TABLE erasures (subject text COLLATE \"C\" PRIMARY KEY, at bigint NOT NULL);";

    /// <summary>
    /// Makes the tables where there are none; answers which history they tell. Throws
    /// <see cref="JournalUnusableException"/> where this program must not write.
    /// </summary>
    public static JournalHistory Prepare(PostgresServer server, IdGenerator ids)
    {
        try
        {
            using var connection = server.Open();
            CheckServer(connection, server.Name);
            using var transaction = connection.BeginTransaction();
            connection.Run($"SELECT pg_advisory_xact_lock({Lock})");
            if (connection.Ask<bool>("SELECT to_regnamespace('commerce') IS NULL"))
            {
                connection.Run(Tables);
                connection.Run(
                    $"INSERT INTO journal VALUES ({Format}, $1, $2, {Identity}, 0, 0)",
                    ids.New("jrn"),
                    ids.Region
                );
            }

            CheckTables(connection, server.Name);
            if (connection.Ask<int>("SELECT format FROM journal") < Format)
            {
                connection.Run($"{Erasures} UPDATE journal SET format = {Format}");
            }

            var history = Settle(connection, ids);
            transaction.Commit();
            return history;
        }
        catch (Exception e) when (e.IsTrouble())
        {
            var why = e.Message.ReplaceLineEndings(" ");
            throw new JournalUnusableException($"{server.Name} cannot be used: {why}");
        }
    }

    /// <summary>A server that may lose what it acknowledged is no place for a journal.</summary>
    public static void CheckServer(NpgsqlConnection connection, string name)
    {
        var version = connection.Ask<string>("SHOW server_version_num")!;
        if (int.Parse(version, CultureInfo.InvariantCulture) < ServerMin)
        {
            throw new JournalUnusableException($"{name} is older than PostgreSQL 13.");
        }

        if (connection.Ask<bool>("SELECT pg_is_in_recovery()"))
        {
            throw new JournalUnusableException($"{name} is a standby, which nobody can write to.");
        }

        foreach (var (setting, needed) in new[] { ("fsync", "on"), ("server_encoding", "UTF8") })
        {
            if (connection.Ask<string>($"SHOW {setting}") is var value && value != needed)
            {
                throw new JournalUnusableException(
                    $"{name} has {setting} = {value}; a journal needs {setting} = {needed}."
                );
            }
        }
    }

    public static void CheckTables(NpgsqlConnection connection, string name)
    {
        if (
            connection.Ask<long>(
                """
                SELECT count(*) FROM information_schema.columns
                WHERE table_schema = 'commerce' AND table_name = 'journal'
                  AND column_name IN ('format', 'incarnation')
                """
            ) != 2
        )
        {
            throw new JournalUnusableException($"{name} has a schema commerce that is no journal.");
        }

        if (connection.Ask<int>("SELECT format FROM journal") is var format && format > Format)
        {
            throw new JournalUnusableException(
                $"{name} has format {format}, written by a newer program; this one reads {Format}."
            );
        }

        if (format == 0)
        {
            throw new JournalUnusableException($"{name} is damaged: it has no incarnation.");
        }
    }

    /// <summary>
    /// Whether a server that took over goes on with the history that is known here, which it is
    /// noted to do. One that lacks some of it is marked, so that it is opened as a new one.
    /// </summary>
    public static bool GoesOn(NpgsqlConnection connection, KnownHistory known)
    {
        if (known.Newest is { } newest && !connection.Has(newest))
        {
            connection.Run($"UPDATE journal SET identity = '{Lost}'");
            return false;
        }

        return connection.Ask<bool>(
            $"""
            UPDATE journal SET identity = {Identity}
            WHERE identity <> '{Lost}' AND incarnation = $1 RETURNING true
            """,
            known.Opened.Incarnation
        );
    }

    /// <summary>
    /// A copy goes on as a new history: its transactions count from another number, which the
    /// offset lifts above every position that the copy brought along.
    /// </summary>
    private static JournalHistory Settle(NpgsqlConnection connection, IdGenerator ids)
    {
        connection.Run(
            $"""
            UPDATE journal SET incarnation = $1, identity = {Identity}, begins = head,
              tick_offset = greatest(0, (head >> {Position.OrdinalBits}) + 1 - now)
            FROM (SELECT coalesce(max(position), 0) AS head FROM events) AS newest,
              (SELECT pg_current_xact_id()::text::bigint AS now) AS clock
            WHERE identity <> {Identity} OR head >> {Position.OrdinalBits} >= now + tick_offset
            """,
            ids.New("jrn")
        );
        using var command = new NpgsqlCommand(
            "SELECT incarnation, region, identity, tick_offset, begins FROM journal",
            connection
        );
        using var row = command.ExecuteReader();
        row.Read();
        return new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetInt64(3),
            row.GetInt64(4)
        );
    }
}

/// <summary>Which history a journal tells.</summary>
/// <param name="Identity">See <see cref="PostgresSchema.Identity"/>.</param>
/// <param name="TickOffset">What is added to a transaction's number to make its tick.</param>
/// <param name="Begins">Events up to this position came with the copy.</param>
internal sealed record JournalHistory(
    string Incarnation,
    string Region,
    string Identity,
    long TickOffset,
    long Begins
);
