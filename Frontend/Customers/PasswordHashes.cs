using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Commerce.Http;
using Konscious.Security.Cryptography;

namespace Commerce.Customers;

/// <summary>
/// Hashes passwords by Argon2id (RFC 9106) at the least strength that OWASP's Password Storage
/// Cheat Sheet recommends, in the PHC string format. As each costs memory and a processor for a
/// while, so many run at once as there are processors, and few wait.
/// </summary>
internal sealed class PasswordHashes : IDisposable
{
    private const int MemoryKib = 19_456;
    private const int Passes = 2;
    private const int Lanes = 1;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int WaitingMax = 128;

    private readonly ConcurrencyLimiter _turns = new(
        new() { PermitLimit = Environment.ProcessorCount, QueueLimit = WaitingMax }
    );

    /// <summary>No password's: what is compared where there is none, to take as long.</summary>
    private readonly string _nobodys = Write(
        new(MemoryKib, Passes, Lanes, RandomNumberGenerator.GetBytes(SaltBytes)),
        RandomNumberGenerator.GetBytes(HashBytes)
    );

    /// <summary>The password's hash with a new salt; <c>overloaded</c> if too many wait.</summary>
    public Task<Outcome<string>> Hash(string password) =>
        InTurn(() =>
        {
            var salt = RandomNumberGenerator.GetBytes(SaltBytes);
            var strength = new Strength(MemoryKib, Passes, Lanes, salt);
            return Write(strength, HashOf(password, strength, HashBytes));
        });

    /// <summary>Whether it is the password of a hash; <c>overloaded</c> if too many wait.</summary>
    /// <param name="hash">Where there is none, that takes as long, and is wrong.</param>
    public Task<Outcome<bool>> Verify(string password, string? hash) =>
        InTurn(() =>
        {
            var (strength, expected) = Read(hash ?? _nobodys);
            var actual = HashOf(password, strength, expected.Length);
            return CryptographicOperations.FixedTimeEquals(actual, expected)
                && hash is not null
                && password.Length > 0;
        });

    public void Dispose() => _turns.Dispose();

    private async Task<Outcome<T>> InTurn<T>(Func<T> work)
    {
        using var turn = await _turns.AcquireAsync();
        return turn.IsAcquired ? await Task.Run(work) : Rejections.Overloaded;
    }

    private static byte[] HashOf(string password, Strength strength, int bytes)
    {
        // Argon2 takes no empty password; nobody has one either.
        var plain = Encoding.UTF8.GetBytes(password.Length > 0 ? password.Composed() : "\0");
        using var argon = new Argon2id(plain)
        {
            MemorySize = strength.Memory,
            Iterations = strength.Passes,
            DegreeOfParallelism = strength.Lanes,
            Salt = strength.Salt,
        };
        return argon.GetBytes(bytes);
    }

    private static string Write(Strength strength, byte[] hash) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"$argon2id$v=19$m={strength.Memory},t={strength.Passes},p={strength.Lanes}"
                + $"${Text(strength.Salt)}${Text(hash)}"
        );

    private static (Strength Strength, byte[] Hash) Read(string text)
    {
        var parts = text.Split('$');
        var numbers = parts[3]
            .Split(',')
            .Select(each => int.Parse(each.AsSpan(2), provider: CultureInfo.InvariantCulture))
            .ToArray();
        return (new(numbers[0], numbers[1], numbers[2], Bytes(parts[4])), Bytes(parts[5]));
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) =>
        Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    private sealed record Strength(int Memory, int Passes, int Lanes, byte[] Salt);
}
