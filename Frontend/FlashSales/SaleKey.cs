using System.Security.Cryptography;
using System.Text;

namespace Commerce.FlashSales;

/// <summary>
/// The opened key of a sale, under which those who take part are known. It is destroyed when the
/// sale is settled: then nobody can tell any more who they were.
/// </summary>
internal sealed class SaleKey(byte[] key)
{
    private readonly byte[] _identities = HKDF.Expand(
        HashAlgorithmName.SHA256,
        key,
        HMACSHA256.HashSizeInBytes,
        "identities"u8.ToArray()
    );

    /// <summary>An identity (<c>email:…</c>, <c>cart:…</c>) as a hash, in hexadecimal.</summary>
    public string Hash(string identity) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(_identities, Encoding.UTF8.GetBytes(identity))
        );

    /// <summary>The ticket that an owner (a cart, an account) has in the waiting room.</summary>
    public string TicketOf(string owner) => Hash("ticket:" + owner);
}
