using System.Text.Json.Serialization;

namespace Commerce.Payments;

/// <summary>Names one means of payment of an order: <c>pay_…</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.payments.payment-id")]
[JsonConverter(typeof(TextJson<PaymentId>))]
public readonly record struct PaymentId(string Value) : IParsable<PaymentId>
{
    private const int LengthMax = 64;

    public static PaymentId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No payment id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out PaymentId result)
    {
        var valid =
            s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
