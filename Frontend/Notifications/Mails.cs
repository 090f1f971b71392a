using Commerce.Customers;
using Commerce.Secrets;

namespace Commerce.Notifications;

/// <summary>Seals mails, and queues them.</summary>
internal sealed class Mails(IGrainFactory grains, Sealer sealer, IdGenerator ids, TimeProvider time)
{
    /// <param name="customer">Whose it is: it is sealed under their key.</param>
    /// <param name="life">After how long it is of no use.</param>
    public Task<Outcome<bool>> Queue(CustomerTold customer, MailContent content, TimeSpan life) =>
        grains
            .Mail(ids.New("mai"))
            .Queue(
                customer.Id.Value,
                sealer.Seal(content.ToString(), customer.WrappedKey.AsSpan()),
                time.GetUtcNow() + life
            );
}
