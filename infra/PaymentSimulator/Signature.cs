using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentSimulator;

/// <summary>
/// Signs webhooks as standard-webhooks has it: HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
internal sealed class Signature(string secret)
{
    private const string Prefix = "whsec_";

    private readonly byte[] _key = secret.StartsWith(Prefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret[Prefix.Length..])
        : Encoding.UTF8.GetBytes(secret);

    public static bool Accepts(string secret) =>
        secret.Length > 0
        && (
            !secret.StartsWith(Prefix, StringComparison.Ordinal)
            || Base64.IsValid(secret.AsSpan(Prefix.Length))
        );

    /// <param name="id">Stays the same however often the webhook is sent.</param>
    /// <param name="timestamp">Seconds since 1970, of this attempt.</param>
    public string Of(string id, long timestamp, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")
        );
        byte[] signed = [.. head, .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(_key, signed))}";
    }
}
