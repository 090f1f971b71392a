namespace Commerce.Payments;

/// <summary>
/// The rules of a provider in a few lines, without a wire: idempotent by key, never more than there
/// is. What it answered can be told again at any time, in any order.
/// </summary>
internal sealed class SketchedProvider(ProviderVerdict verdict)
{
    private readonly Dictionary<string, (bool IsRefused, long Amount)> _done = new(
        StringComparer.Ordinal
    );
    private long _authorized;
    private long _captured;
    private long _refunded;
    private long _voided;
    private long _sequence;

    public List<ProviderAnswer> Told { get; } = [];

    public int Charges { get; private set; }

    public int Refusals { get; private set; }

    public ProviderAnswer? Find(string key) => _done.ContainsKey(key) ? Tell(verdict) : null;

    public ProviderAnswer Authorize(string key, long amount)
    {
        if (_done.TryAdd(key, (false, amount)))
        {
            _sequence++;
            if (verdict is ProviderVerdict.Approved)
            {
                _authorized = amount;
                Charges++;
            }
        }

        return Tell(verdict);
    }

    /// <summary>The payer agrees, however late.</summary>
    public void Agree(long amount)
    {
        if (verdict is ProviderVerdict.ActionRequired && _sequence > 0 && _authorized == 0)
        {
            _authorized = amount;
            _sequence++;
            Charges++;
            Tell(ProviderVerdict.Approved);
        }
    }

    public ProviderAnswer Operate(string key, PaymentAction action, long amount)
    {
        if (!_done.ContainsKey(key))
        {
            var left = action switch
            {
                PaymentAction.Refund => _captured - _refunded,
                _ => _authorized - _captured - _voided,
            };
            var moved = action is PaymentAction.Void ? left : amount;
            var isRefused = moved > left || moved == 0;
            Refusals += isRefused ? 1 : 0;
            _done[key] = (isRefused, moved);
            if (!isRefused)
            {
                _sequence++;
                _captured += action is PaymentAction.Capture ? moved : 0;
                _refunded += action is PaymentAction.Refund ? moved : 0;
                _voided += action is PaymentAction.Void ? moved : 0;
            }
        }

        return Tell(_done[key].IsRefused ? ProviderVerdict.Refused : ProviderVerdict.Approved);
    }

    public PaymentAmounts Amounts => new(_authorized, _captured, _refunded, _voided);

    private ProviderAnswer Tell(ProviderVerdict said)
    {
        var now =
            _authorized > 0 && said is ProviderVerdict.ActionRequired
                ? ProviderVerdict.Approved
                : said;
        var answer = new ProviderAnswer(
            "chg",
            now,
            now is ProviderVerdict.Declined ? "card_declined" : null,
            now is ProviderVerdict.ActionRequired ? "http://pay.example/chg" : null,
            _authorized,
            _captured,
            _refunded,
            _voided,
            _sequence
        );
        Told.Add(answer);
        return answer;
    }
}
