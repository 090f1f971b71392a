using Commerce.Crashes;
using Commerce.Journal;
using Commerce.Postgres;
using Commerce.Stores;
using Xunit.Sdk;

namespace Commerce.PowerLoss;

/// <summary>
/// The plug is pulled while a store writes, on a disk that then has what was synced and no more:
/// all that was acknowledged is there. A store that does not sync is caught.
/// </summary>
[Collection(nameof(Upheavals))]
public sealed class PowerLossTests : IDisposable
{
    private const int Rounds = 3;
    private const int LinesMax = 3_000;

    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();
    private readonly ForgetfulDisk _disk;
    private readonly Random _random;
    private readonly Dictionary<string, long> _acknowledged = new(StringComparer.Ordinal);

    public PowerLossTests(ITestOutputHelper output)
    {
        _output = output;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), null, out var given)
            ? given
            : Environment.TickCount;
        output.WriteLine($"SEED={seed}");
        _random = new(seed);
        // A database server runs as somebody else, who must be let through.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        Directory.CreateDirectory(Mount);
        var disk = ForgetfulDisk.Mount(Mount, out var whyNot);
        if (disk is null)
            _folder.Dispose();
        Assert.SkipWhen(disk is null, $"not run: no file system of our own here ({whyNot})");
        _disk = disk!;
    }

    private string Mount => _folder.File("disk");

    private string Store => Path.Combine(Mount, "shop", "store");

    public void Dispose()
    {
        _disk?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_journal_in_a_file_loses_nothing_that_it_acknowledged()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndPullPlug(round);
            await JudgeFile();
        }
    }

    [Fact]
    public async Task A_file_that_is_not_synced_is_caught()
    {
        await WriteAndPullPlug(round: 0);
        await WriteAndPullPlug(round: 1, "--unsynced");

        await Assert.ThrowsAnyAsync<XunitException>(JudgeFile);
    }

    [Fact]
    public async Task A_disk_that_lies_is_caught()
    {
        await WriteAndPullPlug(round: 0);
        _disk.IsHonest = false;
        await WriteAndPullPlug(round: 1);

        await Assert.ThrowsAnyAsync<XunitException>(JudgeFile);
    }

    [Fact]
    public async Task A_journal_in_PostgreSQL_loses_nothing_that_it_acknowledged()
    {
        await using var server = await StartServer();
        var database = server.ConnectionString(await server.CreateDatabase());
        for (var round = 0; round < Rounds; round++)
        {
            using var writer = new JournalProcess(database, $"{round}");
            await writer.Acknowledges(_random.Next(1, LinesMax), _acknowledged);
            await PullPlug(round, server, writer);
            await JudgeDatabase(database);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_sync_is_caught()
    {
        await using var server = await StartServer();
        var name = await server.CreateDatabase();
        var database = server.ConnectionString(name);
        using var writer = new JournalProcess(database, "0");
        await writer.Acknowledges(1, _acknowledged);
        // Which a journal refuses where it knows.
        await server.Execute("ALTER SYSTEM SET fsync = off", name);
        await server.Execute("SELECT pg_reload_conf()", name);
        await writer.Acknowledges(LinesMax, _acknowledged);
        await PullPlug(round: 0, server, writer);
        await server.Execute("ALTER SYSTEM SET fsync = on", name);
        await server.Execute("SELECT pg_reload_conf()", name);

        await Assert.ThrowsAnyAsync<XunitException>(() => JudgeDatabase(database));
    }

    [Fact]
    public async Task A_shop_goes_on_where_its_customers_saw_it()
    {
        var seed = _random.Next(1, 1_000_000);
        await using var store = await StoreProcess.Start(new DirectoryInfo(Store), "Silo");
        await using var load = await CrashLoad.Start(store, seed);
        var keys = Keys();
        foreach (var calls in (int[])[200, 400])
        {
            await load.Answered(calls + _random.Next(200));
            _disk.PullPlug();
            await store.Kill();
            Assert.Equal("", _disk.PlugIn());
            Assert.Equal(keys, Keys());
            await store.Restart();
        }

        await load.Finish();
        await store.Judge(load.Witness);
    }

    /// <summary>Without which nothing that people told can be read.</summary>
    private List<string> Keys() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Store, "secrets"), "*.key")
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
        ];

    private async Task<PrivatePostgres> StartServer()
    {
        _disk.BringsNames = true;
        var server = await PrivatePostgres.Start(Path.Combine(Mount, "data"));
        _disk.Settle();
        return server;
    }

    /// <summary>Every other time, some of what was not synced is there all the same.</summary>
    private Random? Chance(int round) => round % 2 == 0 ? null : _random;

    private async Task WriteAndPullPlug(int round, params string[] how)
    {
        using var writer = new JournalProcess(Store, $"{round}", how);
        await writer.Acknowledges(_random.Next(1, LinesMax), _acknowledged);
        _disk.PullPlug(Chance(round));
        await writer.Kill(_acknowledged);
        Assert.Equal("", _disk.PlugIn());
    }

    private async Task PullPlug(int round, PrivatePostgres server, JournalProcess writer)
    {
        _disk.PullPlug(Chance(round));
        await server.Kill();
        await writer.Kill(_acknowledged);
        Assert.Equal("", _disk.PlugIn());
        await server.StartServer();
    }

    private async Task JudgeFile()
    {
        using var journal = SqliteJournal.Open(Store, new(TimeProvider.System, "eu1"));
        await Judge(journal);
    }

    private async Task JudgeDatabase(string database)
    {
        using var journal = PostgresJournal.Open(database, new(TimeProvider.System, "eu1"));
        await Judge(journal);
    }

    private async Task Judge(IJournalStore journal)
    {
        var sum = _acknowledged.Values.Sum();
        _output.WriteLine($"{sum} events acknowledged, the journal goes to {journal.Head}");
        await JournalJudge.All_that_was_acknowledged_is_there(journal, _acknowledged);
    }
}
