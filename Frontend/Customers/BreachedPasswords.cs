using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>
/// Passwords that are known to have been others': a file of them, or of their SHA-1 hashes as
/// haveibeenpwned.com has them, one a line. Eight bytes of each hash are kept, so that a million
/// take eight megabytes; of 10¹⁰ other passwords one is refused with them.
/// </summary>
internal sealed class BreachedPasswords
{
    private const string Setting = "SignIn:BreachedPasswords";
    private const int HashLength = 40;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create(
        "0123456789abcdefABCDEF"
    );

    private readonly ulong[] _marks;

    private BreachedPasswords(ulong[] marks) => _marks = marks;

    /// <summary>Those of the file that a setting names; none, where it names none.</summary>
    /// <exception cref="SettingException">It cannot be read.</exception>
    public static BreachedPasswords Read(IConfiguration settings)
    {
        if (settings[Setting] is not { Length: > 0 } path)
            return new([]);

        try
        {
            ulong[] marks = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(MarkOf)];
            Array.Sort(marks);
            return new(marks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{Setting}: {path} cannot be read.");
        }
    }

    public bool Contain(string password) => Array.BinarySearch(_marks, MarkOfWord(password)) >= 0;

    /// <summary>Behind a colon some files have how often it was seen.</summary>
    private static ulong MarkOf(string line) =>
        line.Length >= HashLength
        && (line.Length == HashLength || line[HashLength] == ':')
        && line.AsSpan(0, HashLength).IndexOfAnyExcept(HexDigits) < 0
            ? Convert.ToUInt64(line[..16], fromBase: 16)
            : MarkOfWord(line);

#pragma warning disable CA5350 // It is how such lists are published; nothing is kept safe by it.
    private static ulong MarkOfWord(string word) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(Encoding.UTF8.GetBytes(word)));
#pragma warning restore CA5350
}
