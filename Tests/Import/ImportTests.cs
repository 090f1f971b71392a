using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Commerce.Importing;

/// <summary>./dev import against a stand-in for the store, on a real socket.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string Body = "{\"key\":\"a\"}\n{\"key\":\"b\"}\n{\"key\":\"c\"}\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("import-");
    private readonly List<string> _sent = [];
    private WebApplication _store = null!;
    private string _url = "http://127.0.0.1:0";
    private string _progress = Progress("finished", lines: 3, created: 3);
    private string _failedRows = "[]";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Rows => Path.Combine(_folder.FullName, "rows.ndjson");

    public async ValueTask InitializeAsync()
    {
        var secrets = _folder.CreateSubdirectory("secrets").FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "operator.key"), "key-1\n", Stop);
        await File.WriteAllTextAsync(Rows, Body, Stop);
        await StartStore();
        _url = _store.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_is_sent_once_under_its_hash_and_summed_up()
    {
        using var tool = Import(Rows);

        var (exitCode, output, _) = await tool.Finish(Stop);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));
        Assert.Equal([$"{hash} Bearer key-1 application/x-ndjson {Body}"], _sent);
        AssertLastLine("3 rows: 3 created, 0 changed, 0 unchanged, 0 failed in # s (#/s)", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Failed_rows_are_told_by_line_and_make_the_exit_code_1()
    {
        _progress = Progress("finished", lines: 30, created: 1, failed: 22);
        _failedRows = string.Join(
            ',',
            Enumerable
                .Range(1, 20)
                .Select(line => $$"""{"line":{{line}},"code":"c","detail":"d","pointer":"/sku"}""")
        );
        _failedRows = $"[{_failedRows}]";
        using var tool = Import(Rows);

        var (exitCode, output, _) = await tool.Finish(Stop);

        Assert.Contains("\nline 7: c d /sku\n", output, StringComparison.Ordinal);
        Assert.Contains("\nand 2 more\n", output, StringComparison.Ordinal);
        AssertLastLine(
            "30 rows: 1 created, 0 changed, 0 unchanged, 22 failed in # s (#/s)",
            output
        );
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_store_that_goes_and_returns_is_sent_the_file_under_the_same_key()
    {
        _progress = Progress("running", lines: 1, created: 1);
        using var tool = Import(Rows);
        Assert.StartsWith("1 of 3 rows", await tool.Output.ReadLineAsync(Stop), default);

        await _store.DisposeAsync();
        Assert.StartsWith("The store is gone", await tool.Output.ReadLineAsync(Stop), default);
        _progress = Progress("finished", lines: 3, created: 3);
        await StartStore();
        var (exitCode, output, _) = await tool.Finish(Stop);

        Assert.Equal(2, _sent.Count);
        Assert.Equal(_sent[0], _sent[1]);
        AssertLastLine("3 rows: 3 created, 0 changed, 0 unchanged, 0 failed in # s (#/s)", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_store()
    {
        var key = Path.Combine(_folder.FullName, "secrets", "operator.key");
        await File.WriteAllTextAsync(key, "x", Stop);
        using var tool = Import(Rows);

        var (exitCode, _, error) = await tool.Finish(Stop);

        Assert.Equal((1, "The store refused: 401 who are you\n"), (exitCode, error));
    }

    [Theory]
    [InlineData("no-such-file", "There is no file no-such-file")]
    [InlineData("--speed", "'--speed' is of no use: ./dev import FILE [--url URL] [--data DIR]")]
    public async Task What_makes_no_sense_is_refused_in_one_line(string argument, string line)
    {
        using var tool = Import(argument);

        var (exitCode, output, error) = await tool.Finish(Stop);

        Assert.Equal((2, "", $"{line}\n"), (exitCode, output, error));
    }

    private Tool Import(string argument) =>
        Tool.Dev(
            ["import", argument, "--url", _url, "--data", _folder.FullName],
            ("COMMERCE_OPERATOR_KEY", null)
        );

    private static void AssertLastLine(string expected, string output) =>
        Assert.Equal(
            expected,
            Regex.Replace(
                output.TrimEnd().Split('\n')[^1],
                @"[\d,.]+(?= s|/s)",
                "#",
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            )
        );

    private static string Progress(string state, int lines, int created, int failed = 0) =>
        $$"""
            {"id":"imp_1","name":"a","state":"{{state}}","lines":{{lines}},"total":null,
            "created":{{created}},"changed":0,"unchanged":0,"failed":{{failed}},
            "startedAt":"2026-01-01T00:00:00.000Z"}
            """;

    private async Task StartStore()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _store = builder.Build();
        _store.Urls.Add(_url);
        _store.MapGet("/readyz", () => Results.Ok());
        _store.MapPost("/admin/v1/imports", Accept);
        _store.MapGet("/admin/v1/imports/imp_1", () => Results.Text(_progress, "application/json"));
        _store.MapGet(
            "/admin/v1/imports/imp_1/rows",
            (string status, int limit) =>
                status is "failed" && limit == 20
                    ? Results.Text($$"""{"page":{},"data":{{_failedRows}} }""", "application/json")
                    : Results.BadRequest()
        );
        await _store.StartAsync(Stop);
    }

    private async Task<IResult> Accept(HttpRequest request)
    {
        if (request.Headers.Authorization != "Bearer key-1")
        {
            return Results.Text("who are you", statusCode: 401);
        }

        using var reader = new StreamReader(request.Body);
        var (key, type) = (request.Headers["Idempotency-Key"], request.ContentType);
        _sent.Add(
            $"{key} {request.Headers.Authorization} {type} {await reader.ReadToEndAsync(Stop)}"
        );
        return Results.Accepted("/admin/v1/imports/imp_1");
    }
}
