using PaymentSimulator;

namespace Commerce.Payments;

/// <summary>The simulated provider in this process, as the store sees any provider.</summary>
internal sealed class SimulatedProviderPort(Provider provider) : IPaymentProviderPort
{
    public Task<ProviderAnswer> Authorize(string key, Money amount, string token) =>
        Call(stop => provider.Authorize(key, amount.MinorUnits, amount.Currency.Code, token, stop));

    public Task<ProviderAnswer> Capture(string key, string charge, Money amount) =>
        Call(stop => provider.Capture(key, charge, amount.MinorUnits, stop));

    public Task<ProviderAnswer> Void(string key, string charge) =>
        Call(stop => provider.Void(key, charge, stop));

    public Task<ProviderAnswer> Refund(string key, string charge, Money amount) =>
        Call(stop => provider.Refund(key, charge, amount.MinorUnits, stop));

    public Task<ProviderAnswer?> Find(string key) =>
        Reach(async stop =>
            await provider.Find(key, stop) is { } known ? SimulatedAnswers.Read(known) : null
        );

    public Task<string?> GetFingerprint(string token) =>
        Reach(stop => provider.GetFingerprint(token, stop));

    private static Task<ProviderAnswer> Call(Func<CancellationToken, Task<Answer>> operation) =>
        Reach(async stop => SimulatedAnswers.Read(await operation(stop)));

    private static async Task<T> Reach<T>(Func<CancellationToken, Task<T>> call)
    {
        using var time = new CancellationTokenSource(Payment.CallMax);
        try
        {
            return await call(time.Token);
        }
        catch (Exception e) when (IsSilence(e))
        {
            throw new ProviderOutOfReachException("The provider does not answer.", e);
        }
    }

    private static bool IsSilence(Exception e) =>
        e is ProviderUnavailableException or IOException or OperationCanceledException;
}
