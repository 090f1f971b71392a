using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>What is said of who has signed in, from how much each turn bought.</summary>
public sealed class PurchaseInTurnsTests
{
    [Theory]
    [InlineData(91, true)]
    [InlineData(89, false)]
    public void The_share_of_a_pair_counts_and_not_how_quick_the_machine_was(
        long signedIn,
        bool holds
    )
    {
        var turns = Turns(13, turn => (turn < 6 ? 10 : 1) * (turn % 2 == 1 ? signedIn : 100));

        Assert.Equal(holds, PurchaseInTurns.Judge(turns).Holds);
    }

    [Fact]
    public void Two_pairs_of_five_may_be_spoiled()
    {
        var turns = Turns(
            13,
            turn =>
                turn % 2 == 0 ? 100
                : turn < 6 ? 20
                : 95
        );

        Assert.True(PurchaseInTurns.Judge(turns).Holds);
    }

    [Fact]
    public void Few_pairs_show_nothing()
    {
        Assert.False(PurchaseInTurns.Judge(Turns(12, _ => 100)).Holds);
        Assert.False(PurchaseInTurns.Judge(Turns(0, _ => 100)).Holds);
    }

    /// <summary>The first and the last say nothing: they are cut short.</summary>
    private static Dictionary<int, long> Turns(int count, Func<int, long> bought) =>
        Enumerable
            .Range(0, count)
            .ToDictionary(turn => turn, turn => turn % (count - 1) == 0 ? 1 : bought(turn));
}
