using System.Globalization;
using Npgsql;

namespace Commerce.Cluster;

/// <summary>One PostgreSQL server, which writes or stands by.</summary>
internal sealed class DatabaseServer(Plan plan, int number, string password) : IAsyncDisposable
{
    public const string Superuser = "postgres";

    /// <summary>
    /// How long a server that goes on may take to let somebody in, in seconds; one that has just
    /// started is called by everybody at once.
    /// </summary>
    private const int EntryMax = 4;
    private const int FirstEntryMax = 10;

    /// <summary>And to tell whom it has let in whether it writes; to do as it is told.</summary>
    private const int AnswerMax = 2;
    private const int WorkMax = 15;

    private readonly Part _part = new(
        NameOf(number),
        plan.Logs,
        () =>
            PostgresTools.Command(
                "postgres",
                [
                    "-D",
                    plan.FolderOf(NameOf(number)),
                    "-p",
                    plan.DatabasePorts[number].ToString(CultureInfo.InvariantCulture),
                ]
            )
    )
    {
        IsOnce = true,
    };

    public int Number => number;

    public string Name { get; } = NameOf(number);

    public int Port { get; } = plan.DatabasePorts[number];

    public string Data { get; } = plan.FolderOf(NameOf(number));

    public Part Process => _part;

    public bool IsRunning => _part.IsRunning;

    public bool IsMade => File.Exists(Path.Combine(Data, "PG_VERSION"));

    public static string NameOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"postgres-{number + 1}");

    /// <summary>Makes a new, empty server.</summary>
    public async Task Make(string passwordFile)
    {
        await PostgresTools.MakeFolder(Data);
        await PostgresTools.Run(
            "initdb",
            [
                .. (string[])["-D", Data, "-U", Superuser, "-E", "UTF8", "--locale=C"],
                .. (string[])["-A", "scram-sha-256", "--pwfile", passwordFile],
            ]
        );
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"""

            listen_addresses = '{Host}'
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 256MB
            max_wal_size = 2GB
            wal_keep_size = 512MB
            synchronous_commit = on

            """
        );
        await File.AppendAllTextAsync(
            Path.Combine(Data, "pg_hba.conf"),
            $"""

            host all all {plan.Wiring.Network} scram-sha-256
            host replication all {plan.Wiring.Network} scram-sha-256

            """
        );
    }

    /// <summary>Makes a copy of another, which follows it.</summary>
    public async Task MakeFrom(DatabaseServer primary)
    {
        await PostgresTools.MakeFolder(Data);
        Empty(new(Data));
        await PostgresTools.Run(
            "pg_basebackup",
            ["-D", Data, "-R", "-X", "stream", "-c", "fast", "-d", primary.Conninfo(Name)]
        );
    }

    public void Start() => _part.Start();

    public void Kill() => _part.Kill();

    /// <summary>Kills it, and waits until nothing of it is left.</summary>
    public Task End() => _part.End();

    /// <summary>Ends it as an administrator does who does not wait for clients.</summary>
    public Task Stop() => PostgresTools.Run("pg_ctl", ["-D", Data, "-m", "fast", "-w", "stop"]);

    /// <summary>
    /// Whether it does not stand by; null where it lets nobody in, though it may go on to answer
    /// whom it has let in before.
    /// </summary>
    /// <param name="isNew">Whether it was started just now, so that it may take its time.</param>
    public async Task<bool?> Writes(bool isNew = false)
    {
        try
        {
            const string StandsBy = "SELECT pg_is_in_recovery()";
            return !await (isNew ? Ask<bool>(StandsBy) : Ask<bool>(StandsBy, EntryMax, AnswerMax));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>How much it has of what was written, in bytes.</summary>
    public async Task<decimal> Received() =>
        await Ask<decimal>(
            // A copy that was never told anything yet has only what it was copied with; one that
            // somebody promoted by hand has more than the others.
            """
            SELECT CASE WHEN pg_is_in_recovery()
              THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
              ELSE pg_current_wal_lsn() END - '0/0'::pg_lsn
            """
        );

    /// <summary>Lets it write, unless it does.</summary>
    public Task Promote() =>
        Ask<bool>("SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote(true, 10) ELSE true END");

    /// <summary>A commit waits until any one of these has it, too.</summary>
    public async Task WaitFor(IEnumerable<DatabaseServer> standbys)
    {
        var names = string.Join(", ", standbys.Select(each => $"\"{each.Name}\""));
        var rule = names.Length == 0 ? "" : $"ANY 1 ({names})";
        await Run($"ALTER SYSTEM SET synchronous_standby_names = '{rule}'");
        await Run("SELECT pg_reload_conf()");
    }

    public async Task Follow(DatabaseServer primary)
    {
        await Run($"ALTER SYSTEM SET primary_conninfo = '{primary.Conninfo(Name)}'");
        await Run("SELECT pg_reload_conf()");
    }

    public async Task Run(string sql) => await Ask<object?>(sql);

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private async Task<T> Ask<T>(string sql, int entryMax = FirstEntryMax, int answerMax = WorkMax)
    {
        var text =
            $"Host={Host};Port={Port};Username={Superuser};Password={password};"
            + $"Database=postgres;Pooling=false;Timeout={entryMax};CommandTimeout={answerMax}";
        await using var connection = new NpgsqlConnection(text);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Our own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private string Host => plan.Wiring.Servers;

    /// <summary>It may be a disk of its own, so it stays.</summary>
    private static void Empty(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
            file.Delete();
        foreach (var inner in folder.EnumerateDirectories())
            inner.Delete(recursive: true);
    }

    private string Conninfo(string application) =>
        $"host={Host} port={Port} user={Superuser} password={password} "
        + $"application_name={application}";
}
