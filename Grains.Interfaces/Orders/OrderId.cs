using System.Text.Json.Serialization;

namespace Commerce.Orders;

/// <summary>Names an order; it does not authorise: <c>ord_…</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.orders.order-id")]
[JsonConverter(typeof(TextJson<OrderId>))]
public readonly record struct OrderId(string Value) : IParsable<OrderId>
{
    private const int LengthMax = 64;

    public static OrderId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No order id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out OrderId result)
    {
        var valid =
            s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
