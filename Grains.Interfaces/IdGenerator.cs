using System.Security.Cryptography;

namespace Commerce;

/// <summary>
/// Mints ids: <c>prefix_region_ULID</c>. A ULID (github.com/ulid/spec) is 48 bits of milliseconds
/// and 80 fresh random bits in Crockford's base 32, so ids sort by their birth and cannot be
/// guessed.
/// </summary>
public sealed class IdGenerator(TimeProvider time, string region)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int UlidLength = 26;

    /// <summary>The region that ids minted here name as their birthplace.</summary>
    public string Region { get; } = region;

    /// <param name="prefix">What is named, as the API lists them: <c>ord</c>, <c>crt</c>.</param>
    public string New(string prefix) =>
        string.Create(
            prefix.Length + Region.Length + 2 + UlidLength,
            (Prefix: prefix, Region, Milliseconds: time.GetUtcNow().ToUnixTimeMilliseconds()),
            static (text, of) =>
            {
                of.Prefix.CopyTo(text);
                text[of.Prefix.Length] = '_';
                of.Region.CopyTo(text[(of.Prefix.Length + 1)..]);
                text[of.Prefix.Length + 1 + of.Region.Length] = '_';
                WriteUlid(text[^UlidLength..], of.Milliseconds);
            }
        );

    private static void WriteUlid(Span<char> text, long milliseconds)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        for (var i = 9; i >= 0; i--, milliseconds >>= 5)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
        }

        // 80 bits are 16 digits of 5 bits: two groups of 5 bytes.
        for (var group = 0; group < 2; group++)
        {
            var bits = 0L;
            foreach (var one in random.Slice(group * 5, 5))
            {
                bits = (bits << 8) | one;
            }

            for (var i = 7; i >= 0; i--, bits >>= 5)
            {
                text[10 + (group * 8) + i] = Alphabet[(int)(bits & 31)];
            }
        }
    }
}
