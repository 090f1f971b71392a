using System.Security.Cryptography;
using System.Text;

namespace Commerce.FlashSales;

public sealed class DrawTests
{
    /// <summary>The entries of Certificate Transparency's own tests.</summary>
    private static readonly string[] Entries =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_tree_is_that_of_certificate_transparency(int count, string root) =>
        Assert.Equal(
            root,
            Convert.ToHexStringLower(
                MerkleTree.Root([.. Entries.Take(count).Select(Convert.FromHexString)])
            )
        );

    /// <summary>Worked out by another program.</summary>
    [Fact]
    public void Ranks_and_positions_are_those_of_the_description()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] root = [.. Enumerable.Repeat((byte)7, 32)];
        var ticket = SHA256.HashData("a"u8);

        var rank = Draw.Rank(seed, root, ticket);

        Assert.Equal(12_130_777_142_741_533_501, rank);
        Assert.Equal(657, Draw.Position(rank, 1_000));
        Assert.Equal(
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd",
            Draw.Commit(Convert.ToHexStringLower(seed))
        );
    }

    [Fact]
    public void Positions_are_from_nought_to_before_the_count()
    {
        Assert.Equal(0, Draw.Position(0, 100));
        Assert.Equal(99, Draw.Position(ulong.MaxValue, 100));
        Assert.Equal(long.MaxValue - 1, Draw.Position(ulong.MaxValue, long.MaxValue));
        Assert.Equal(50, Draw.Position(1UL << 63, 100));
    }

    [Theory]
    [InlineData("00", 0)]
    [InlineData("03", 0)]
    [InlineData("04", 1)]
    [InlineData("ff", 63)]
    public void A_leaf_is_named_by_the_first_six_bits(string begin, int leaf) =>
        Assert.Equal(leaf, Draw.LeafOf(begin + new string('0', 62)));

    [Fact]
    public void The_root_is_the_tree_over_the_roots_of_the_leaves()
    {
        var leaves = Enumerable
            .Range(0, Draw.Leaves)
            .Select(i => SHA256.HashData(Encoding.UTF8.GetBytes($"{i}")))
            .ToArray();

        Assert.Equal(
            Convert.ToHexStringLower(MerkleTree.Root(leaves)),
            Draw.Root(leaves.Select(Convert.ToHexStringLower))
        );
    }
}
