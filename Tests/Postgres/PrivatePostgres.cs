using System.Diagnostics;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own, from Debian's package, that syncs what it commits. It is
/// reached by a socket in a temporary folder, so no port is taken.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const string Role = "store";
    private const int TriesMax = 50;

    private static readonly string[] AsNobody = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        : [];

    private readonly TemporaryFolder _folder = new();
    private Process _server = null!;
    private bool _isDead;
    private int _databases;

    private PrivatePostgres(string? data) => Data = data ?? _folder.File("data");

    public string Folder => _folder.Path;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data { get; }

    /// <param name="data">Where its tables are, if not in its own folder.</param>
    public static async Task<PrivatePostgres> Start(string? data = null)
    {
        var postgres = new PrivatePostgres(data);
        postgres.LetIn();
        string[] options = ["-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C"];
        await Run("initdb", ["-D", postgres.Data, "--no-sync", .. options]);
        await postgres.StartServer();
        await postgres.Execute($"CREATE ROLE {Role} LOGIN", "postgres");
        return postgres;
    }

    /// <summary>A new, empty database of somebody who may do nothing else.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"shop{Interlocked.Increment(ref _databases)}";
        await Execute($"CREATE DATABASE {name} OWNER {Role}", "postgres");
        return name;
    }

    /// <param name="database">Whose.</param>
    /// <param name="port">Of the server, or of what stands before it.</param>
    public string ConnectionString(string database, int port = 5432) =>
        $"Host={Folder};Port={port};Username={Role};Database={database}";

    /// <summary>What an administrator does.</summary>
    public async Task Execute(string sql, string database)
    {
        await using var connection = await Open(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    public async Task<NpgsqlConnection> Open(string database)
    {
        var text = $"Host={Folder};Username={Superuser};Database={database};Pooling=false";
        var connection = new NpgsqlConnection(text);
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    /// <summary>Another server that follows this one, until it is told to take over.</summary>
    public async Task<PrivatePostgres> StartStandby()
    {
        var standby = new PrivatePostgres(data: null);
        standby.LetIn();
        string[] copy = ["-D", standby.Data, "-R", "-X", "stream", "-c", "fast"];
        await Run("pg_basebackup", [.. copy, "-h", Folder, "-U", Superuser]);
        await standby.StartServer();
        return standby;
    }

    /// <summary>From now on it writes itself.</summary>
    public Task Promote() => Run("pg_ctl", ["-D", Data, "-w", "promote"]);

    /// <summary>As <c>kill -9</c> of every process of the server.</summary>
    public async Task Kill()
    {
        _server.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync(CancellationToken.None);
        _server.Dispose();
        _isDead = true;
    }

    public async Task StartServer()
    {
        _isDead = false;
        for (var tries = 0; tries < TriesMax; tries++)
        {
            string[] settings = ["listen_addresses=", $"unix_socket_directories={Folder}"];
            string[] arguments = ["-D", Data, .. settings.SelectMany(each => new[] { "-c", each })];
            _server = Launch("postgres", arguments);
            while (await _server.StandardError.ReadLineAsync(Cancellation) is { } line)
            {
                if (line.Contains("ready to accept", StringComparison.Ordinal))
                {
                    _ = _server.StandardError.ReadToEndAsync(CancellationToken.None);
                    return;
                }
            }

            // A process of the one that was killed is still on its way out.
            await _server.WaitForExitAsync(Cancellation);
        }

        throw new InvalidOperationException("The server does not start.");
    }

    /// <summary>Copies a database into another server, as a backup and its restore do.</summary>
    public async Task CopyTo(PrivatePostgres other, string from, string to)
    {
        var file = Path.Combine(Folder, $"{from}.dump");
        await Run("pg_dump", ["-h", Folder, "-U", Superuser, "-Fc", "-f", file, from]);
        await Run("pg_restore", ["-h", other.Folder, "-U", Superuser, "-d", to, file]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDead)
        {
            await Run("pg_ctl", ["-D", Data, "-m", "immediate", "stop"]);
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>A temporary folder is its maker's own, who may not run a server.</summary>
    private void LetIn()
    {
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)Convert.ToInt32("777", 8));
        }
    }

    private static async Task Run(string program, string[] arguments)
    {
        using var process = Launch(program, arguments);
        var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program}: {error}{await said}");
    }

    private static Process Launch(string program, string[] arguments)
    {
        var newest = Directory
            .GetDirectories("/usr/lib/postgresql")
            .MaxBy(folder => int.Parse(Path.GetFileName(folder), null))!;
        string[] line = [.. AsNobody, Path.Combine(newest, "bin", program), .. arguments];
        return Process.Start(
            new ProcessStartInfo(line[0], line[1..])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = "/",
            }
        )!;
    }
}
