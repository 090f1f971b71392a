using System.Security.Cryptography;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>Makes what a sale commits to when it is armed.</summary>
internal sealed class SaleSecretsMaker(Sealer sealer)
{
    private const int SeedBytes = 32;

    public SaleSecrets Make()
    {
        var seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SeedBytes));
        var (sealedSeed, wrappedKey) = sealer.Seal(seed);
        return new(Draw.Commit(seed), sealedSeed, [.. wrappedKey]);
    }
}
