using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Commerce.Secrets;

/// <summary>
/// The secret that the store shares with its payment provider, under which news is signed in the
/// form of standardwebhooks.com: HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
public sealed class WebhookSecret(string folder)
{
    private const string Prefix = "whsec_";

    /// <summary>
    /// News older or newer than this is not believed: somebody may be repeating it.
    /// </summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = KeyFile.ReadOrMake(
        Path.Combine(folder, "simulated-webhooks.key"),
        out _
    );

    /// <summary>As it is handed to the provider: <c>whsec_</c> and base64.</summary>
    public string Value => Prefix + Convert.ToBase64String(_key);

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
