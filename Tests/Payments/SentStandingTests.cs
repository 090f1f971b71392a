using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Commerce.Payments;

/// <summary>An answer that cannot be sent to another silo is none.</summary>
public sealed class SentStandingTests
{
    /// <summary>There is no amount yet.</summary>
    [Fact]
    public void A_payment_that_nobody_asked_for_says_so_to_another_silo()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var standing = Payment.Initial.Standing(new("pay_eu1_new"), version: 0);

        var sent = serializer.SerializeToArray(standing);

        Assert.Equal(standing, serializer.Deserialize<PaymentStanding>(sent));
    }
}
