using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.Http;

namespace Commerce.Secrets;

/// <summary>
/// The secret that the store shares with its payment provider, under which news is signed in the
/// form of standardwebhooks.com: HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
public sealed class WebhookSecret(string folder, string? given = null)
{
    private const string Prefix = "whsec_";

    /// <summary>Bytes of the shortest secret, as standard-webhooks has it.</summary>
    private const int KeyMin = 24;

    /// <summary>
    /// News older or newer than this is not believed: somebody may be repeating it.
    /// </summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = string.IsNullOrEmpty(given)
        ? KeyFile.ReadOrMake(Path.Combine(folder, "simulated-webhooks.key"), out _)
        : Read(given);

    /// <summary>As it is handed to the provider: <c>whsec_</c> and base64.</summary>
    public string Value => Prefix + Convert.ToBase64String(_key);

    /// <exception cref="SettingException">It is not written as it should be.</exception>
    private static byte[] Read(string given)
    {
        var key = new byte[given.Length];
        return
            given.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(given[Prefix.Length..], key, out var length)
            && length >= KeyMin
            ? key[..length]
            : throw new SettingException(
                $"Payments:WebhookSecret is {Prefix} and base64 of at least {KeyMin} bytes."
            );
    }

    public bool Signed(
        string id,
        string timestamp,
        string signatures,
        byte[] body,
        DateTimeOffset now
    )
    {
        if (
            !long.TryParse(timestamp, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > AgeMax.TotalSeconds
        )
            return false;

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed))
        );
        return signatures
            .Split(' ')
            .Any(one =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected)
            );
    }
}
