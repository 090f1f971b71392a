using System.Text;
using System.Text.Json.Nodes;
using Commerce.Backups;
using Commerce.LoadTests;
using Commerce.LoadTests.Scenarios;
using Commerce.Ops;
using Commerce.Postboxes;
using Commerce.Postgres;
using Commerce.Stores;
using Npgsql;

namespace Commerce.Privacy;

/// <summary>
/// Somebody with a text of their own in every field is erased, and sought wherever a store keeps or
/// tells anything; and once more in a store that is made of a backup from before.
/// </summary>
public sealed class ErasureDrillTests(SharedPostgres shared) : IAsyncDisposable
{
    private const string Mark = "zq7mara";

    private readonly TemporaryFolder _folder = new();
    private readonly Postbox _postbox = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Old => _folder.File("old");

    private string New => _folder.File("new");

    private string Backup => _folder.File("backup");

    public async ValueTask DisposeAsync()
    {
        await _postbox.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task In_a_folder() =>
        Drill(
            old: [],
            restored: [],
            restore: [],
            key: subject => KeptRows.Key(Path.Combine(Backup, "journal.db"), subject),
            signIns: customer => KeptRows.SignIns(Path.Combine(Old, "sign-in.db"), customer),
            dump: () => Task.FromResult("")
        );

    [Fact]
    public async Task In_PostgreSQL()
    {
        var (from, to) = (await shared.CreateDatabase(), await shared.CreateDatabase());
        await Drill(
            old: ["--Store=postgres", $"--Postgres={from}"],
            restored: ["--Store=postgres", $"--Postgres={to}"],
            restore: ["--postgres", to],
            key: subject => KeptRows.KeyInDatabase(from, subject),
            signIns: customer => KeptRows.SignInsInDatabase(from, customer),
            dump: () => Dump(from)
        );
    }

    private async Task Drill(
        string[] old,
        string[] restored,
        string[] restore,
        Func<string, Task<byte[]>> key,
        Func<string, Task<long>> signIns,
        Func<Task<string>> dump
    )
    {
        var mara = new Person(Mark);
        string customer,
            token;
        Reply bought;
        byte[][] keys;
        await using (var store = await Start(Old, old))
        {
            (customer, token, bought) = await Seed(store, mara);
            await Verb.Run(["backup", $"--Data={Old}", .. old, "--to", Backup]);
            keys = [await key(customer), await key(bought.Text("id"))];

            Assert.True(await signIns(customer) > 0, "Nothing tells that she was signed in.");
            await Erase(store, customer, token);
            Assert.Equal(0, await signIns(customer));
            await IsNowhereTold(store, customer, bought);
            var dumped = await dump();
            Assert.False(Person.IsIn(dumped, Mark));
            Assert.All(keys, each => Assert.False(Person.IsIn(dumped, Convert.ToHexString(each))));
            await store.Kill();
            IsNowhereKept(Old, keys);
            await Verb.Run([
                "backup",
                $"--Data={Old}",
                .. old,
                "--erasures-only",
                "--to",
                _folder.File("erased"),
            ]);
        }

        string[] erased = ["--erasures", _folder.File("erased")];
        await Verb.Run(["restore", Backup, "--data", New, .. restore, .. erased]);
        await using (var store = await Start(New, restored))
        {
            await IsAnybodys(store, mara.Email);
            await IsNowhereTold(store, customer, bought);
            await store.Kill();
            IsNowhereKept(New, keys);
        }
    }

    private Task<StoreProcess> Start(string folder, string[] settings) =>
        StoreProcess.Start(
            new(folder),
            "Silo",
            [
                .. settings,
                $"--Data={folder}",
                $"--Mail:Smtp={_postbox.Url}",
                $"--SignIn:Clients:{Members.Program}:RedirectUris={Members.Redirect}",
                "--Privacy:OrderDays=0",
                "--Logging:LogLevel:Commerce=Debug",
            ]
        );

    /// <summary>An account with mails and an order, known and read by their owner.</summary>
    private async Task<(string Customer, string Token, Reply Bought)> Seed(
        StoreProcess store,
        Person mara
    )
    {
        await store.Shop.Stock("TEA", units: 10);
        var token = await Members.Register(store.Url, mara.Email, $"{Mark} plum tart");
        var shop = store.As(token);
        var profile = new { name = mara.Name };
        var me = (await shop.Send(HttpMethod.Patch, "/api/v1/me", profile)).Expect(200);
        (await shop.Post("/api/v1/me/email/verification", new { }, key: null)).Expect(202);
        using var mail = await _postbox.Next();
        Assert.Equal(mara.Email, mail.To.Mailboxes.Single().Address);
        await mara.Keep(shop);
        var bought = await mara.Buy(shop, "TEA");
        var at = (await shop.Post("/api/v1/me/export", new { }, null)).Expect(202).Location;
        var known = await Until(
            () => shop.Get(at),
            told => told.Expect(200).Body["orders"]!.AsArray().Count == 1
        );
        Assert.All(
            [.. mara.Texts, .. mara.Kept],
            text => Assert.Equal(2, known.Body.ToJsonString().Split(text).Length)
        );
        return (me.Text("id"), token, bought);
    }

    private static async Task Erase(StoreProcess store, string customer, string token)
    {
        (await store.As(token).Post("/api/v1/me/erasure", new { }, key: null)).Expect(202);
        await Until(
            () => store.Shop.Get($"/admin/v1/customers/{customer}/erasure"),
            told => told.Text("status") is "erased"
        );
        Assert.Equal(401, (await store.As(token).Get("/api/v1/me")).Status);
    }

    /// <summary>By nothing that a store tells operators, scrapers or its log.</summary>
    private static async Task IsNowhereTold(StoreProcess store, string customer, Reply bought)
    {
        var order = bought.Text("id");
        var told = (await store.Shop.GetOrder(order)).Expect(200);
        Assert.True(told.Body["redacted"]!.GetValue<bool>());
        Assert.Equal(bought.Total, told.Total);
        var sums = (await store.Shop.Get("/admin/v1/integrity")).Expect(200);
        Assert.All(sums.Body["deltas"]!.AsArray(), each => Assert.Equal(0, Delta(each!)));

        var all = new List<string> { told.Body.ToJsonString(), store.Output };
        string[] routes =
        [
            $"/admin/v1/grains/order/{order}",
            $"/admin/v1/grains/customer/{customer}",
            $"/admin/v1/grains/privacy/{customer}",
            $"/admin/v1/customers/{customer}/erasure",
            "/admin/v1/events?limit=1000",
            "/admin/v1/audit",
            "/admin/v1/orders",
        ];
        foreach (var route in routes)
            all.Add((await store.Shop.Get(route)).Expect(200).Body.ToJsonString());

        using var operators = new OpsVisitor(store.Url);
        using var signedIn = await operators.SignIn(Shop.OperatorKey);
        foreach (var page in (string[])["/ops/orders", $"/ops/orders/{order}", "/ops/events"])
            all.Add(await operators.Page(page));

        all.Add((await Telemetry.Scrape.Read(store)).Text);
        Assert.All(all, each => Assert.False(Person.IsIn(each, Mark), each));
    }

    /// <summary>In no byte of a file; nor are the keys, wrapped as they were.</summary>
    private static void IsNowhereKept(string folder, byte[][] keys)
    {
        var mark = Encoding.UTF8.GetBytes(Mark);
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            foreach (var sought in (byte[][])[mark, .. keys])
                Assert.True(bytes.AsSpan().IndexOf(sought) < 0, path);
        }
    }

    /// <summary>The address of who was forgotten in the store before is free in this one.</summary>
    private static async Task IsAnybodys(StoreProcess store, string email)
    {
        var anew = await store
            .As(bearer: null)
            .Post("/api/v1/accounts", new { email, password = "plum tart on sunday" }, key: null);
        anew.Expect(201);
    }

    private static async Task<string> Dump(string database)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        var (exitCode, dumped, errors) = await Executable.Run(
            "pg_dump",
            "--host",
            to.Host!,
            "--port",
            $"{to.Port}",
            "--username",
            to.Username!,
            to.Database!
        );
        Assert.True(exitCode == 0, errors);
        Assert.Contains("order.placed", dumped, StringComparison.Ordinal);
        return dumped;
    }

    private static async Task<Reply> Until(Func<Task<Reply>> ask, Func<Reply, bool> isSo)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Reply told;
        while (!isSo(told = await ask()))
            time.Token.ThrowIfCancellationRequested();

        return told;
    }

    private static long Delta(JsonNode delta) => delta["delta"]!.GetValue<long>();
}
