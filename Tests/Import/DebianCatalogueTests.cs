using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Commerce.Importing;

/// <summary>infra/catalogue/debian, with stand-ins for the commands of apt.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DebianCatalogueTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("catalogue-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_stanza_becomes_a_product_with_generated_price_and_stock()
    {
        var rows = await Rows(
            """
            Package: g++
            Version: 4:12.2.0-3
            Installed-Size: 15
            Maintainer: A Person <person@example.org>
            Architecture: amd64
            Depends: cpp (= 4:12.2.0-3),
             gcc (= 4:12.2.0-3)
            Description: GNU C++ compiler
             This is the GNU C++ compiler, a fairly portable
             optimizing compiler for C++.
             .
             It is "free".
            Homepage: https://example.org/
            Description-md5: d943033bedada21853d2ae54a2578a7b
            Section: non-free/devel
            Priority: optional
            Size: 1356

            """
        );

        Assert.Equal(
            """
            {"key":"debian/g++","slug":"g-plus-plus","name":{"en":"GNU C++ compiler"},
            "description":{"en":"This is the GNU C++ compiler, a fairly portable optimizing compiler
             for C++. It is \"free\"."},"categories":["non-free-devel"],
            "attributes":{"version":"4:12.2.0-3","homepage":"https://example.org/",
            "architecture":"amd64","priority":"optional","size":"1356"},"media":[],"published":true,
            "variants":[{"sku":"g.plus.plus","prices":[{"amount":1079,"currency":"EUR"}],
            "stock":156}]}
            """.ReplaceLineEndings(""),
            Assert.Single(rows)
        );
    }

    [Fact]
    public async Task Of_two_versions_the_newer_is_sold_and_what_nobody_described_is_not()
    {
        var rows = await Rows(
            Stanza("zlib", "1:1.2")
                + Stanza("a", "1.0~rc1-9")
                + Stanza("a", "1.0-1")
                + Stanza("a", "0.9")
                + Stanza("b", "1.10")
                + Stanza("b", "1.9")
                + "Package: untold\nVersion: 1\n\n"
                + Stanza("zlib", "2.0")
        );

        var sold = rows.Select(row => JsonNode.Parse(row)!)
            .Select(row => $"{Sku(row)} {row["attributes"]!["version"]}");
        Assert.Equal("a 1.0-1, b 1.10, zlib 1:1.2", string.Join(", ", sold));
    }

    [Fact]
    public async Task Hostile_names_and_texts_make_valid_rows_with_codes_of_their_own()
    {
        var longName = new string('n', 63);
        string[] names =
        [
            "a+",
            "a.plus",
            "a-plus",
            "A-plus",
            "a\"b",
            "a\\b",
            "a b\u0007c",
            "ä",
            "../../etc/passwd",
            $"{longName}xx",
            $"{longName}xy",
        ];

        var rows = await Rows(
            string.Concat(names.Select(name => Stanza(name, "\u001b[31m\u0085")))
        );

        var products = rows.Select(row => JsonNode.Parse(row)!).ToList();
        Assert.Equal(names.Length, products.Count);
        Assert.Equal(names.Length, products.Select(Sku).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(names.Length, products.Select(Slug).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            products,
            row => Assert.Matches(new Regex("^[A-Za-z0-9._-]{1,64}$", default, Patience), Sku(row))
        );
        Assert.All(
            products,
            row => Assert.Matches(new Regex("^[a-z0-9-]{1,100}$", default, Patience), Slug(row))
        );
        Assert.All(rows, row => Assert.DoesNotContain(row, char.IsControl));
        Assert.DoesNotContain("\\u00", string.Concat(rows), StringComparison.Ordinal);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(1);

    private static string Sku(JsonNode row) => (string)row["variants"]![0]!["sku"]!;

    private static string Slug(JsonNode row) => (string)row["slug"]!;

    private static string Stanza(string name, string version) =>
        $"Package: {name}\nVersion: {version}\nDescription: thing\n it is {version}\n\n";

    private async Task<string[]> Rows(string stanzas)
    {
        var stop = TestContext.Current.CancellationToken;
        var file = Path.Combine(_folder.FullName, "rows.ndjson");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "available"), stanzas, stop);
        StandIn("apt-cache", """cat "$(dirname "$0")/available" """);
        StandIn("apt-get", "echo the lists are here");

        using var tool = Tool.Dev(
            ["catalogue", "debian", file],
            ("PATH", $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}")
        );
        var (exitCode, output, error) = await tool.Finish(stop);

        Assert.Equal((0, "", ""), (exitCode, output, error));
        return await File.ReadAllLinesAsync(file, stop);
    }

    private void StandIn(string command, string script)
    {
        var path = Path.Combine(_folder.FullName, command);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
