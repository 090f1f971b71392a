using System.Globalization;
using System.Text;

namespace Commerce.Http;

/// <summary>Numbers that issuers could give out, and ways in which people hide them.</summary>
internal sealed class Cards(int seed)
{
    /// <summary>How a number begins, and how long such numbers are.</summary>
    private static readonly (string First, int[] Lengths)[] Ranges =
    [
        ("4", [13, 16, 16, 16, 18, 19]),
        ("51", [16]),
        ("53", [16]),
        ("55", [16]),
        ("2221", [16]),
        ("2500", [16]),
        ("2720", [16]),
        ("34", [15]),
        ("37", [15]),
        ("300", [14, 16]),
        ("305", [14, 19]),
        ("36", [14, 17]),
        ("38", [14, 16]),
        ("39", [14, 16]),
        ("6011", [16, 17, 19]),
        ("644", [16]),
        ("65", [16, 19]),
        ("3528", [16, 18]),
        ("3589", [16, 19]),
        ("62", [16, 17, 18, 19]),
        ("50", [16, 19]),
        ("56", [13, 15, 16]),
        ("58", [14, 18]),
        ("67", [16, 18, 19]),
        ("2204", [16]),
        ("9792", [16]),
        ("81", [16]),
    ];

    private static readonly int[] Zeros =
    [
        0x0660, // Arabic-Indic.
        0x06F0, // Persian.
        0x0966, // Devanagari.
        0x09E6, // Bengali.
        0x0E50, // Thai.
        0x104A0, // Osmanya, beyond what one char holds.
        0x1D7CE, // Mathematical, bold.
        0x1D7F6, // Mathematical, monospaced.
    ];

    private static readonly string[] Unseen =
    [
        "\u00A0",
        "\u200B",
        "\u200D",
        "\u2060",
        "\uFEFF",
        "\u00AD",
        "\uFE0F\u20E3",
    ];

    private static readonly string[] Marks = [" ", "-", ".", "_", "/", "–", "·", ", "];

    public static readonly string[] Disguises =
    [
        "plain",
        "spaces",
        "dashes",
        "dots",
        "underscores or slashes",
        "full width",
        "other scripts",
        "unseen between",
        "lines or tabs",
        "in a sentence",
        "escaped",
        "mixed separators",
    ];

#pragma warning disable CA5394 // Random numbers that are the same again, not secrets.
    private readonly Random _random = new(seed);

    public string Next()
    {
        var (first, lengths) = Pick(Ranges);
        var length = Pick(lengths);
        var digits = new StringBuilder(first);
        while (digits.Length < length - 1)
            digits.Append(_random.Next(10));

        var check = Enumerable.Range(0, 10).Single(each => Checks.HasLuhn($"{digits}{each}"));
        return $"{digits}{check}";
    }

    /// <summary>The number as it may be written.</summary>
    public string Hide(string card, string disguise) =>
        disguise switch
        {
            "plain" => card,
            "spaces" => string.Join(' ', Groups(card)),
            "dashes" => string.Join('-', Groups(card)),
            "dots" => string.Join('.', card.AsEnumerable()),
            "underscores or slashes" => string.Join(Pick(["_", "/"]), Groups(card)),
            "full width" => In(card, 0xFF10),
            "other scripts" => In(card, Pick(Zeros)),
            "unseen between" => string.Join(Pick(Unseen), card.AsEnumerable()),
            "lines or tabs" => string.Join(Pick(["\n", "\t", "\n\t"]), Groups(card)),
            "in a sentence" => $"Take it from {string.Join(' ', Groups(card))}, please.",
            "escaped" => Escape(string.Join('-', Groups(card))),
            _ => Groups(card).Aggregate((before, group) => before + Pick(Marks) + group),
        };

    public T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    public string Digits(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => _random.Next(10)));

    /// <summary>The number of goods, of that length.</summary>
    public string Goods(int length)
    {
        var digits = Digits(length - 1);
        return $"{digits}{Enumerable.Range(0, 10).Single(d => Checks.HasGoods($"{digits}{d}"))}";
    }

    public Guid Uuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        (bytes[6], bytes[8]) = ((byte)(0x40 | (bytes[6] & 15)), (byte)(0x80 | (bytes[8] & 63)));
        return new(bytes, bigEndian: true);
    }

    public string Hexadecimal(int length) => _random.GetString("0123456789abcdef", length);

    public string Ulid() => "01M8" + _random.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 22);

    public DateTimeOffset Moment() =>
        DateTimeOffset.UnixEpoch.AddMilliseconds(_random.NextInt64(4_000_000_000_000));
#pragma warning restore CA5394

    /// <summary>As it stands on the card.</summary>
    private static IEnumerable<string> Groups(string card) =>
        card.Length is 14 or 15
            ? [card[..4], card[4..10], card[10..]]
            : card.Chunk(4).Select(group => new string(group));

    private static string In(string card, int zero) =>
        string.Concat(card.Select(digit => char.ConvertFromUtf32(zero + digit - '0')));

    private string Escape(string text) =>
        Pick(["%", "\\", "&", "%%"]) switch
        {
            "%" => string.Concat(text.Select(c => $"%{(int)c:X2}")),
            "%%" => string.Concat(text.Select(c => $"%25{(int)c:X2}")),
            "&" => string.Concat(text.Select(c => $"&#{(int)c};")),
            _ => string.Concat(
                text.Select(c => $"\\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}")
            ),
        };
}
