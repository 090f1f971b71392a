namespace Commerce.FlashSales;

/// <summary>
/// What only a cluster shows: the rules are in <see cref="PurchaseLimitTests"/>.
/// </summary>
public sealed class PurchaseLimitGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    private static readonly SaleId Sale = new("sal_eu1_1");

    private DateTimeOffset InFiveMinutes => cluster.Time.GetUtcNow().AddMinutes(5);

    [Fact]
    public async Task Many_carts_of_one_person_get_no_more_than_the_limit()
    {
        var limit = cluster.Grains.PurchaseLimit(Sale, "many");

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(cart => limit.Claim(Of($"cart {cart}"), cluster.Soon))
        );

        Assert.Equal(2, outcomes.Count(outcome => outcome.IsAccepted));
        Assert.All(
            outcomes.Where(outcome => !outcome.IsAccepted),
            outcome => Assert.Equal("purchase_limit_reached", outcome.Rejection!.Code)
        );
        Assert.Equal(new(2), await limit.Get());
    }

    [Fact]
    public async Task The_alarm_of_a_claim_is_journalled_with_it_and_what_lasts_needs_none()
    {
        var limit = cluster.Grains.PurchaseLimit(Sale, "alarm");
        var first = InFiveMinutes;
        await limit.Claim(Of("lasts") with { Until = null }, cluster.Soon);
        Assert.Null(cluster.Journal.Alarm($"purchase-limit/{Sale}/alarm"));
        await limit.Claim(Of("lapses"), cluster.Soon);
        Assert.Equal(first, cluster.Journal.Alarm($"purchase-limit/{Sale}/alarm"));

        cluster.Time.SetUtcNow(first);
        Assert.Equal(new(1), await limit.Get());
        await limit.Wake();

        Assert.Null(cluster.Journal.Alarm($"purchase-limit/{Sale}/alarm"));
        await limit.Release("lasts", cluster.Soon);
        Assert.Equal(new(0), await limit.Get());
    }

    private LimitClaim Of(string holder) => new(holder, 1, 2, InFiveMinutes);
}
