using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.LoadTests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Commerce.FlashSales;

/// <summary>./dev verify-draw against a stand-in for the store, which may lie.</summary>
[Collection(Verb)]
public sealed class VerifyDrawTests : IAsyncLifetime
{
    /// <summary>
    /// It builds itself where it runs: two that begin at once are in each other's way.
    /// </summary>
    internal const string Verb = "verify-draw";

    private const string Seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private readonly WebApplication _store;
    private readonly List<string> _hashes =
    [
        .. Enumerable
            .Range(0, 200)
            .Select(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{i}"))))
            .Order(StringComparer.Ordinal),
    ];

    private string _seed = Seed;
    private string _root;
    private int _count;
    private List<string> _lines;

    public VerifyDrawTests()
    {
        var leaves = Enumerable
            .Range(0, Draw.Leaves)
            .Select(i => _hashes.Where(hash => Draw.LeafOf(hash) == i))
            .Select(leaf => MerkleTree.Root([.. leaf.Select(Convert.FromHexString)]));
        _root = Draw.Root(leaves.Select(Convert.ToHexStringLower));
        _count = _hashes.Count;
        _lines = [.. _hashes.Select(hash => $"{hash} {PositionOf(hash)}")];
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _store = builder.Build();
        _store.MapGet("/api/v1/sales/sal_1/proof", Proof);
        _store.MapGet(
            "/api/v1/sales/sal_1/proof/tickets",
            () => Results.Text(string.Concat(_lines.Select(line => line + "\n")))
        );
    }

    public async ValueTask InitializeAsync() =>
        await _store.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_honest_draw_holds_and_tells_where_a_ticket_stands()
    {
        var (code, output, errors) = await Verify(_hashes[7]);

        Assert.Equal("", errors);
        Assert.Equal(0, code);
        Assert.Equal(5, output.Split("holds  ").Length - 1);
        Assert.Contains($"{_hashes[7]} is at {PositionOf(_hashes[7])}\n", output);
        Assert.Contains(Draw.Note, output);
    }

    [Theory]
    [InlineData("seed", "commit")]
    [InlineData("root", "root")]
    [InlineData("count", "count")]
    [InlineData("ticket left out", "count")]
    [InlineData("ticket exchanged", "root")]
    [InlineData("ticket twice", "count")]
    [InlineData("places exchanged", "order")]
    public async Task What_was_tampered_with_fails(string what, string check)
    {
        Tamper(what);

        var (code, output, _) = await Verify();

        Assert.Equal(1, code);
        Assert.Contains($"FAILS  {check}:", output);
        Assert.Contains("THE DRAW IS NOT", output);
    }

    [Fact]
    public async Task A_draw_that_is_pending_proves_nothing()
    {
        _seed = "";

        var (code, output, errors) = await Verify();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("not open yet", errors);
    }

    private void Tamper(string what)
    {
        switch (what)
        {
            case "seed":
                _seed = string.Concat(Seed.Reverse());
                break;
            case "root":
                _root = Convert.ToHexStringLower(SHA256.HashData("other"u8));
                break;
            case "count":
                _count++;
                break;
            case "ticket left out":
                _lines.RemoveAt(100);
                break;
            case "ticket exchanged":
                var other = Convert.ToHexStringLower(SHA256.HashData("other"u8));
                _lines[100] = $"{other} {PositionOf(other)}";
                break;
            case "ticket twice":
                _lines[100] = _lines[101];
                break;
            default:
                var ((left, leftAt), (right, rightAt)) = (Parts(_lines[3]), Parts(_lines[4]));
                (_lines[3], _lines[4]) = ($"{left} {rightAt}", $"{right} {leftAt}");
                break;
        }
    }

    private static (string Hash, string Position) Parts(string line) => (line[..64], line[65..]);

    private string PositionOf(string hash) =>
        Draw.Position(
                Draw.Rank(
                    Convert.FromHexString(_seed),
                    Convert.FromHexString(_root),
                    Convert.FromHexString(hash)
                ),
                _count
            )
            .ToString(CultureInfo.InvariantCulture);

    private IResult Proof()
    {
        var proof = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sale"] = "sal_1",
            ["commit"] = Draw.Commit(Seed),
            ["root"] = _root,
            ["count"] = _count,
            ["note"] = Draw.Note,
        };
        if (_seed.Length > 0)
            proof["seed"] = _seed;

        return Results.Json(proof);
    }

    private Task<(int ExitCode, string Output, string Errors)> Verify(params string[] hashes) =>
        Executable.Run(
            Path.Combine(Repository.Root, "dev"),
            [Verb, $"{_store.Urls.Single()}/api/v1/sales/sal_1", .. hashes]
        );
}
