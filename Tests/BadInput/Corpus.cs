namespace Commerce.BadInput;

/// <summary>What people and programs send that nobody expected.</summary>
internal static class Corpus
{
    /// <summary>Test numbers of card networks: real in form, and nobody's.</summary>
    public static readonly string[] Cards =
    [
        "4111111111111111",
        "5555 5555 5555 4444",
        "3782-822463-10005",
        "６０１１１１１１１１１１１１１７",
    ];

    /// <summary>A part of the list of naughty strings, another at each place, is tried by every
    /// run of the tests; all at each by <c>./dev properties</c>.</summary>
    private const int Parts = 4;

    /// <summary>Texts that are text to us, whatever they are to somebody else.</summary>
    private static readonly string[] Own =
    [
        " ",
        "undefined",
        "null",
        "NaN",
        "-1",
        "1e309",
        "9223372036854775808",
        "0x7fffffff",
        "1/0",
        "true",
        "''",
        "\"",
        "\\",
        "%",
        "%s%n%x",
        "{0}{1}",
        "${7*7}",
        "{{7*7}}",
        "$(touch /tmp/x)",
        "`id`",
        "; ls",
        "' OR 1=1 --",
        "'; DROP TABLE events; --",
        "<script>alert(1)</script>",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "../../../../etc/passwd",
        "C:\\aux",
        "__proto__",
        "constructor",
        "crt_eu1_00000000000000000000000000",
        "order/x@1",
        "a/b/../c",
        "a?b#c&d=e",
        "Ω≈ç√∫˜µ≤≥÷",
        "田中さんにあげて下さい",
        "הָיְתָהtestالصفحات",
        "\u202Etest\u202D",
        "\u200B\u200C\u200D\uFEFF",
        "e\u0301\u0302\u0303\u0304\u0305",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "\uFDD0\uFFFE\uFFFF",
        "ﷺﷺﷺ",
        "İıßſ",
        "\t\n",
        new('x', 300),
        new('é', 5_000),
    ];

    /// <summary>Not JSON, or not an object.</summary>
    public static readonly string[] NoObjects =
    [
        "{",
        "}",
        "[]",
        "[{}]",
        "\"x\"",
        "1",
        "true",
        "NaN",
        "{\"a\"}",
        "{'a':1}",
        "{\"a\":1,}",
        "{/* */}",
        "{}{}",
        "{\"\\ud800\":1}",
        "\u0000",
        new('[', 10_000),
        "{\"a\":" + new string('[', 20) + new string(']', 20) + "}",
        "{\"" + new string('a', 30_000) + "\":1}",
    ];

    /// <summary>Numbers at the edges of what they are kept in, all of them integers.</summary>
    public static readonly long[] Integers =
    [
        0,
        -1,
        int.MaxValue,
        int.MinValue,
        1L + int.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    /// <summary>The texts that are tried at one place, known by its name.</summary>
    public static IEnumerable<string> TextsAt(string place)
    {
        var part = place.Sum(letter => letter) % Parts;
        return Own.Concat(NaughtyStrings.All.Where((_, i) => Cases.AreMany || i % Parts == part));
    }
}
