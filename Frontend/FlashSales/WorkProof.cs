using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Commerce.FlashSales;

/// <summary>
/// What a ticket costs whoever wants many: a nonce for which SHA-256(sale ‖ cart ‖ nonce) begins
/// with so many zero bits. After hashcash (Back, 2002).
/// </summary>
internal static class WorkProof
{
    /// <summary>Joins a second beyond which it gets harder, a bit with each doubling.</summary>
    private const double RateFree = 50;

    private const int HarderMax = 6;

    /// <summary>How many bits are asked for; none, where the sale asks for none.</summary>
    public static int Bits(int least, double joinsPerSecond) =>
        least == 0
            ? 0
            : least + (int)double.Min(HarderMax, double.Log2(1 + (joinsPerSecond / RateFree)));

    public static bool Has(int bits, SaleId sale, string cart, string nonce)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{sale}{cart}{nonce}"));
        return BitOperations.LeadingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(hash)) >= bits;
    }
}
