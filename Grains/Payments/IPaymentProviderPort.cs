namespace Commerce.Payments;

/// <summary>
/// A payment provider. Each operation has a key of ours: under the same key it does nothing twice
/// and answers the same. Throws <see cref="ProviderOutOfReachException"/> where the outcome of the
/// call is not known.
/// </summary>
public interface IPaymentProviderPort
{
    Task<ProviderAnswer> Authorize(string key, Money amount, string token);

    Task<ProviderAnswer> Capture(string key, string charge, Money amount);

    Task<ProviderAnswer> Void(string key, string charge);

    Task<ProviderAnswer> Refund(string key, string charge, Money amount);

    /// <summary>
    /// What became of the operation; <c>null</c> if the provider provably did nothing.
    /// </summary>
    Task<ProviderAnswer?> Find(string key);

    /// <summary>
    /// What all tokens of one means of payment have in common; <c>null</c> where the provider does
    /// not tell.
    /// </summary>
    Task<string?> GetFingerprint(string token);
}

/// <summary>The provider did not answer: it may have done what it was asked, or not.</summary>
public sealed class ProviderOutOfReachException(string message, Exception? inner = null)
    : IOException(message, inner);
