using Commerce.Payments;

namespace Commerce.Sabotage;

/// <summary>Dies just before the provider is asked for money, or when it has answered.</summary>
internal sealed class CrashingPort(IPaymentProviderPort inner, CrashPoint crash)
    : IPaymentProviderPort
{
    public async Task<ProviderAnswer> Authorize(string key, Money amount, string token)
    {
        await crash.Before(IsCall);
        var answer = await inner.Authorize(key, amount, token);
        await crash.After(IsCall);
        return answer;
    }

    public Task<ProviderAnswer> Capture(string key, string charge, Money amount) =>
        inner.Capture(key, charge, amount);

    public Task<ProviderAnswer> Void(string key, string charge) => inner.Void(key, charge);

    public Task<ProviderAnswer> Refund(string key, string charge, Money amount) =>
        inner.Refund(key, charge, amount);

    public Task<ProviderAnswer?> Find(string key) => inner.Find(key);

    public Task<string?> GetFingerprint(string token) => inner.GetFingerprint(token);

    private static bool IsCall(string step) => step == "provider-called";
}

/// <summary>Asks the provider under another key each time.</summary>
internal sealed class ForgetfulPort(IPaymentProviderPort inner) : IPaymentProviderPort
{
    private int _calls;

    public Task<ProviderAnswer> Authorize(string key, Money amount, string token) =>
        inner.Authorize(Another(key), amount, token);

    public Task<ProviderAnswer> Capture(string key, string charge, Money amount) =>
        inner.Capture(Another(key), charge, amount);

    public Task<ProviderAnswer> Void(string key, string charge) => inner.Void(Another(key), charge);

    public Task<ProviderAnswer> Refund(string key, string charge, Money amount) =>
        inner.Refund(Another(key), charge, amount);

    public Task<ProviderAnswer?> Find(string key) => inner.Find(Another(key));

    public Task<string?> GetFingerprint(string token) => inner.GetFingerprint(token);

    private string Another(string key) => $"{key}:{Interlocked.Increment(ref _calls)}";
}
