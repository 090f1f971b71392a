using System.Text;
using Commerce.Ops;
using Microsoft.Data.Sqlite;

namespace Commerce.Platform;

public sealed class AuditTests : IAsyncLifetime
{
    private const string Freeze = "/admin/v1/skus/TEA/freeze";

    private readonly TemporaryFolder _folder = new();
    private OpsServer _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await OpsServer.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_write_is_noted_with_how_it_was_answered()
    {
        await Write(Freeze, """{"reason":"secret words"}""", "mine");
        await Write("/admin/v1/orders/ord_none/suspend", """{"reason":""}""", "theirs");
        await Write(Freeze, "nonsense", "odd");
        using var read = await _store.Api.GetAsync("/admin/v1/skus/TEA/stock", Stop);
        using var stranger = new HttpClient { BaseAddress = _store.Url };
        using var refused = await stranger.PostAsync(Freeze, content: null, Stop);
        var audit = await Get("/admin/v1/audit");

        Assert.Equal(
            [
                $"3 break-glass key POST {Freeze} 400 malformed_request odd",
                "2 break-glass key POST /admin/v1/orders/ord_none/suspend 404 not_found theirs",
                $"1 break-glass key POST {Freeze} 200  mine",
            ],
            Lines(audit)
        );
        Assert.DoesNotContain("secret words", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_by_a_page_is_noted_too()
    {
        using var visitor = _store.Visitor();
        using var signedIn = await visitor.SignIn(Stores.Shop.OperatorKey);
        using var frozen = await visitor.Send(
            "/ops/stock/TEA/freeze",
            ("frozen", "true"),
            ("reason", "x"),
            ("token", await visitor.Token("/ops/stock/TEA"))
        );

        var line = Assert.Single(Lines(await Get("/admin/v1/audit")));
        Assert.StartsWith(
            "1 break-glass key, by page POST /ops/stock/TEA/freeze 303",
            line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_points_of_sale_hold_is_left_to_the_stock()
    {
        await Write("/admin/v1/skus/TEA/holds/till/release", "{}", "r");

        Assert.Empty(Lines(await Get("/admin/v1/audit")));
    }

    [Fact]
    public async Task It_is_paged_through_newest_first()
    {
        for (var n = 1; n <= 5; n++)
            await Write(Freeze, """{"reason":""}""", $"r{n}");

        var first = await Get("/admin/v1/audit?limit=3");
        var cursor = System
            .Text.Json.JsonElement.Parse(first)
            .GetProperty("page")
            .GetProperty("next")
            .GetString();
        var second = await Get($"/admin/v1/audit?limit=3&cursor={cursor}");

        Assert.Equal(["5", "4", "3"], Lines(first).Select(line => line[..1]));
        Assert.Equal(["2", "1"], Lines(second).Select(line => line[..1]));
        Assert.Contains("\"next\":null", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "UPDATE events SET data = replace(data, '/TEA/', '/TIN/') WHERE version = 2 AND",
        2
    )]
    [InlineData("UPDATE events SET time = time - 1 WHERE version = 3 AND", 3)]
    public async Task An_entry_that_somebody_changed_later_shows(string change, long broken)
    {
        for (var n = 1; n <= 3; n++)
            await Write(Freeze, """{"reason":""}""", $"r{n}");

        var before = await Get("/admin/v1/audit/check");
        await _store.DisposeAsync();
        await Tamper(change);
        _store = await OpsServer.Start(_folder.Path);
        var after = await Get("/admin/v1/audit/check");

        Assert.StartsWith(
            """{"entries":3,"intact":true,"hash":""",
            before,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $$"""{"entries":3,"intact":false,"broken":{{broken}},""",
            after,
            StringComparison.Ordinal
        );
    }

    private async Task Tamper(string change)
    {
        var path = Path.Combine(_folder.Path, "journal.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests' own text.
        command.CommandText = $"{change} stream = 'audit/operators'";
#pragma warning restore CA2100
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private async Task Write(string path, string json, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        message.Headers.Add("X-Request-Id", request);
        using var answer = await _store.Api.SendAsync(message, Stop);
    }

    private async Task<string> Get(string path)
    {
        using var answer = await _store.Api.GetAsync(path, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static List<string> Lines(string audit) =>
        [
            .. System
                .Text.Json.JsonElement.Parse(audit)
                .GetProperty("data")
                .EnumerateArray()
                .Select(each =>
                    $"{each.GetProperty("number")} {each.GetProperty("who")} "
                    + $"{each.GetProperty("method")} {each.GetProperty("path")} "
                    + $"{each.GetProperty("status")} "
                    + $"{(each.TryGetProperty("code", out var code) ? code.GetString() : "")} "
                    + each.GetProperty("requestId")
                ),
        ];
}
