using Orleans.Concurrency;

namespace Commerce.Payments;

[GrainType("payment-method"), StatelessWorker]
public sealed class PaymentMethodGrain(IPaymentProviderPort provider) : Grain, IPaymentMethodGrain
{
    public async Task<string?> GetFingerprint(string token)
    {
        try
        {
            return await provider.GetFingerprint(token);
        }
        catch (ProviderOutOfReachException)
        {
            // Nobody is sent away because a provider is: what else a sale limits still counts.
            return null;
        }
    }
}
