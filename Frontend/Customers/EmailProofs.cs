using Commerce.Notifications;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>Takes what a mail said as a proof that its address is a customer's.</summary>
internal sealed class EmailProofs(
    IGrainFactory grains,
    Sealer sealer,
    Mails mails,
    AccountMails texts,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>News of what happened is sent for so long.</summary>
    private static readonly TimeSpan NewsLife = TimeSpan.FromDays(3);

    public async Task<Outcome<CustomerTold>> Take(string text)
    {
        if (MailedToken.Parse(text) is not { } token)
            return CustomerRejections.InvalidToken;

        var notAfter = new Deadline(time.GetUtcNow() + Patience);
        var verified = await grains.Customer(token.Customer).VerifyEmail(token.Hash, notAfter);
        if (!verified.IsAccepted)
            return MailedToken.Hide(verified.Rejection);

        var (customer, former) = verified.Value;
        if (former is not null)
        {
            var to = sealer.Open(former, customer.WrappedKey.AsSpan());
            await mails.Queue(customer, texts.EmailChanged(to), NewsLife);
        }

        return customer;
    }
}
