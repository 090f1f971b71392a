namespace Commerce.Payments;

/// <summary>What the provider knows of means of payment. There is one, on each silo.</summary>
[Alias("commerce.payments.payment-method")]
public interface IPaymentMethodGrain : IGrainWithStringKey
{
    /// <summary>
    /// What is the same for every token of one card or account; <c>null</c> where the provider has
    /// no such thing, or does not answer.
    /// </summary>
    [Alias("fingerprint")]
    Task<string?> GetFingerprint(string token);
}
