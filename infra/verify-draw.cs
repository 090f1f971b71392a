#!/usr/bin/env dotnet
#:property InvariantGlobalization=true
// Does the draw of a sale again from what is published, and says what that proves:
// ./dev verify-draw URL [HASH…]. It shares no code with the store, only the description in
// docs/adr/0024-a-poll-is-a-hash-and-a-comparison.md.
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

const int Leaves = 64;

if (args is not [var url, .. var wanted])
{
    Console.Error.WriteLine("usage: ./dev verify-draw URL [HASH…]   of a sale, or of its proof");
    return 2;
}

// The page that shoppers see names the same sale.
const string Page = "/sale/";
var proofUrl =
    url.TrimEnd('/').Replace(Page, "/api/v1/sales/", StringComparison.Ordinal) is var plain
    && plain.EndsWith("/proof", StringComparison.Ordinal)
        ? plain
        : plain + "/proof";
try
{
    using var http = new HttpClient();
    var proof = JsonDocument.Parse(await Get(http, proofUrl)).RootElement;
    if (!proof.TryGetProperty("seed", out var opened))
    {
        Console.Error.WriteLine("The seed is not open yet: try again in a moment.");
        return 2;
    }

    var (seed, root) = (Bytes(opened), Bytes(proof.GetProperty("root")));
    var count = proof.GetProperty("count").GetInt64();
    var lines = (await Get(http, proofUrl + "/tickets")).Split(
        '\n',
        StringSplitOptions.RemoveEmptyEntries
    );
    var tickets = lines.Select(line => line.Split(' ')).ToList();
    var hashes = tickets.Select(each => each[0]).ToList();
    var ranks = hashes
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(hash => hash, hash => Rank(seed, root, hash), StringComparer.Ordinal);

    var holds = Check(
        "commit: the seed is the one that was committed to",
        Hex(SHA256.HashData(seed)) == proof.GetProperty("commit").GetString()
    );
    holds &= Check(
        $"count: there are {count} tickets, each once",
        count == hashes.Count && ranks.Count == count
    );
    holds &= Check("root: these tickets are the set that was closed", Root(hashes) == Hex(root));
    holds &= Check(
        "order: each ticket has the position that its rank gives it",
        tickets.All(each => each.Length == 2 && each[1] == $"{Position(ranks[each[0]], count)}")
    );
    foreach (var hash in wanted)
    {
        var isThere = ranks.TryGetValue(hash, out var rank);
        holds &= Check(
            isThere ? $"{hash} is at {Position(rank, count)}" : $"{hash} is in it",
            isThere
        );
    }

    Console.WriteLine($"note: this {proof.GetProperty("note").GetString()}");
    Console.WriteLine(
        holds ? "The draw is what it claims to be." : "THE DRAW IS NOT WHAT IT CLAIMS TO BE."
    );
    return holds ? 0 : 1;
}
catch (Exception e)
    when (e
            is HttpRequestException
                or FormatException
                or JsonException
                or KeyNotFoundException
                or ArgumentException
    )
{
    Console.Error.WriteLine($"{proofUrl}: {e.Message}");
    return 2;
}

static async Task<string> Get(HttpClient http, string url)
{
    using var answer = await http.GetAsync(url);
    var text = await answer.Content.ReadAsStringAsync();
    return answer.IsSuccessStatusCode
        ? text
        : throw new HttpRequestException($"answered {(int)answer.StatusCode}: {text}");
}

static bool Check(string what, bool holds)
{
    Console.WriteLine($"{(holds ? "holds" : "FAILS")}  {what}");
    return holds;
}

// The first 8 bytes of SHA-256(seed ‖ root ‖ ticket), most significant first.
static BigInteger Rank(byte[] seed, byte[] root, string ticket) =>
    new(
        SHA256.HashData([.. seed, .. root, .. Convert.FromHexString(ticket)]).AsSpan(0, 8),
        isUnsigned: true,
        isBigEndian: true
    );

static BigInteger Position(BigInteger rank, long count) => rank * count >> 64;

// A tree for the tickets that begin with the same six bits, in order, and one over those 64 roots.
static string Root(IEnumerable<string> hashes)
{
    var leaves = hashes.ToLookup(hash =>
        byte.Parse(hash.AsSpan(0, 2), NumberStyles.HexNumber) >> 2
    );
    return Hex(
        Tree([
            .. Enumerable
                .Range(0, Leaves)
                .Select(i =>
                    Tree([.. leaves[i].Order(StringComparer.Ordinal).Select(Convert.FromHexString)])
                ),
        ])
    );
}

// RFC 9162, 2.1.1, from below: neighbours pair up, and who has none goes up alone.
static byte[] Tree(List<byte[]> entries)
{
    if (entries.Count == 0)
        return SHA256.HashData([]);

    var level = entries.Select(entry => SHA256.HashData([0, .. entry])).ToList();
    while (level.Count > 1)
    {
        level = level
            .Chunk(2)
            .Select(pair =>
                pair is [var left, var right] ? SHA256.HashData([1, .. left, .. right]) : pair[0]
            )
            .ToList();
    }

    return level[0];
}

static byte[] Bytes(JsonElement hex) => Convert.FromHexString(hex.GetString()!);

static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
