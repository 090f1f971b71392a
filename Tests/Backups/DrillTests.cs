using System.Collections.Immutable;
using System.Text.Json;
using Commerce.Journal;
using Commerce.Judging;
using Commerce.PaymentSimulatorTests;
using Commerce.Postgres;
using Commerce.Stores;

namespace Commerce.Backups;

/// <summary>
/// The whole way: people buy, a backup is made meanwhile, somebody is forgotten, the store is lost,
/// and another is made of the backup, which goes on where the first one was.
/// </summary>
public sealed class DrillTests(SharedPostgres shared, ITestOutputHelper output) : IDisposable
{
    private const string Slow = "tok_slow";

    private readonly TemporaryFolder _folder = new();
    private readonly IdGenerator _ids = new(TimeProvider.System, "eu1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Old => _folder.File("old");

    private string New => _folder.File("new");

    private string Backup => _folder.File("backup");

    private string Ledger => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_store_in_a_folder_is_lost_and_made_of_its_backup() =>
        Drill(
            old: ([], () => SqliteJournal.Open(Old, _ids)),
            restored: ([], () => SqliteJournal.Open(New, _ids)),
            restore: []
        );

    [Fact]
    public async Task A_store_in_PostgreSQL_is_lost_and_made_of_its_backup()
    {
        var (from, to) = (await shared.CreateDatabase(), await shared.CreateDatabase());
        await Drill(
            old: (
                ["--Store=postgres", $"--Postgres={from}"],
                () => PostgresJournal.Open(from, _ids)
            ),
            restored: (
                ["--Store=postgres", $"--Postgres={to}"],
                () => PostgresJournal.Open(to, _ids)
            ),
            restore: ["--postgres", to]
        );
    }

    private async Task Drill(
        (string[] Settings, Func<IJournalStore> Open) old,
        (string[] Settings, Func<IJournalStore> Open) restored,
        string[] restore
    )
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var lost = await Lose(old.Settings, old.Open, seed);

        string[] erased = ["--erasures", _folder.File("erased")];
        output.WriteLine(await Verb.Run(["restore", Backup, "--data", New, .. restore, .. erased]));
        using (var journal = restored.Open())
        {
            await JudgeJournal(journal, lost);
        }

        await JudgeStore(restored.Settings, lost);
    }

    /// <summary>People buy from a store until it dies. Its backup is older than that.</summary>
    private async Task<Lost> Lose(string[] settings, Func<IJournalStore> open, int seed)
    {
        using var provider = await RunningProgram.Start(Ledger);
        string[] place = [$"--Data={Old}", .. settings];
        await using var store = await StoreProcess.Start(
            new(Old),
            "Silo",
            [.. place, $"--Payments:Provider={provider.Http.BaseAddress}"]
        );
        await using var buyers = await Buyers.Start(store.Shop, seed);
        var forgotten = (await buyers.Buy(100, "tok_ok"))!.Expect(201).Text("id");
        await buyers.Answered(50);

        var slow = buyers.Buy(101, Slow);
        await store.Shop.Await("payment.requested", Slow);
        output.WriteLine(await Verb.Run(["backup", .. place, "--to", Backup]));
        var charged = (await slow)!.Expect(201).Text("id");
        await buyers.Answered(buyers.Witness.History.Length + 50);
        var mark = (await store.Shop.GetEvents(after: null)).Expect(200).Body["page"]!["last"]!;
        await store.Kill();

        using (var journal = open())
        {
            await journal.Destroy(forgotten, TimeProvider.System.GetUtcNow());
        }

        await Verb.Run(["backup", .. place, "--erasures-only", "--to", _folder.File("erased")]);
        return new(buyers.Witness.History, forgotten, charged, mark.GetValue<string>());
    }

    /// <summary>Before anything happens in it.</summary>
    private async Task JudgeJournal(IJournalStore journal, Lost lost)
    {
        var cut = Manifest.Read(Backup).Cut;
        Assert.NotEqual(cut.Incarnation, journal.Incarnation);
        Assert.Equal(cut.Position, journal.Head);
        Assert.Null(await journal.Read(lost.Forgotten));
        Assert.NotNull(await journal.Read(lost.Charged));

        // When the backup was made, nobody knew whether that one was paid.
        var order = await journal
            .Read($"order/{lost.Charged}", 0, Cancellation)
            .ToListAsync(Cancellation);
        var placed = JsonDocument.Parse(order[0].Data).RootElement;
        var payment = await journal
            .Read($"payment/{placed.GetProperty("payment").GetString()}", 0, Cancellation)
            .ToListAsync(Cancellation);
        Assert.Equal(["payment.requested"], payment.Select(each => each.Kind));
    }

    private async Task JudgeStore(string[] settings, Lost lost)
    {
        var cut = Manifest.Read(Backup).Cut;
        var kept = lost.History.Where(call => call.Answered < cut.At && call.Heard is not null);
        var facts = await Reopen(settings, lost);
        var payments = facts
            .Orders()
            .SelectMany(order => order.Payments.Values)
            .ToHashSet(StringComparer.Ordinal);
        var ledger = await Evidence.Ledger(Ledger);
        facts = facts with
        {
            History = [.. kept],
            // Of orders that went with the old store there is money left to give back.
            Ledger = [.. ledger.Where(each => payments.Contains(each.Key.Split(':')[0]))],
        };
        output.WriteLine(
            $"{facts.History.Length} of {lost.History.Length} calls before the cut, "
                + $"{facts.Ledger.Length} of {ledger.Length} charges"
        );
        Assert.True(facts.History.Length >= 50);
        Assert.True(facts.Ledger.Length < ledger.Length);
        Assert.Equal([], Invariants.Judge(facts));
        Assert.Equal([], facts.Off);
    }

    private async Task<Facts> Reopen(string[] settings, Lost lost)
    {
        using var provider = await RunningProgram.Start(Ledger);
        await using var store = await StoreProcess.Start(
            new(New),
            "Silo",
            [.. settings, $"--Data={New}", $"--Payments:Provider={provider.Http.BaseAddress}"]
        );
        Assert.Equal("cursor_expired", (await store.Shop.GetEvents(lost.Mark)).Expect(410).Code);
        await using (var buyers = await Buyers.Start(store.Shop, seed: 1))
        {
            await buyers.Answered(20);
        }

        var facts = await store.Shop.SeenAtRest();
        var order = (await store.Shop.GetOrder(lost.Charged)).Expect(200);
        Assert.Equal("confirmed", order.Text("status"));
        return facts;
    }

    /// <summary>What is known of a store that is gone.</summary>
    /// <param name="Forgotten">An order, whose buyer was forgotten after the backup.</param>
    /// <param name="Charged">One that was paid for after the backup, and asked for before.</param>
    /// <param name="Mark">How far somebody had read.</param>
    private sealed record Lost(
        ImmutableArray<Call> History,
        string Forgotten,
        string Charged,
        string Mark
    );
}
