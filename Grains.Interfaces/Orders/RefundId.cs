using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Commerce.Orders;

/// <summary>A refund that another operator must agree to: its order's, and which of them.</summary>
[JsonConverter(typeof(TextJson<RefundId>))]
[GenerateSerializer, Immutable, Alias("commerce.orders.refund-id")]
public readonly record struct RefundId(string Value) : IParsable<RefundId>
{
    private const string Prefix = "rfd_";

    public OrderId Order => new($"ord_{Value[Prefix.Length..Value.LastIndexOf('-')]}");

    /// <param name="number">From 1.</param>
    public static RefundId Of(OrderId order, int number) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{order.Value[Prefix.Length..]}-{number}"
            )
        );

    public static RefundId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No refund's id.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out RefundId result
    )
    {
        result = new(s ?? "");
        return s?.StartsWith(Prefix, StringComparison.Ordinal) is true
            && s.LastIndexOf('-') is var dash
            && dash > Prefix.Length
            && int.TryParse(s[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && OrderId.TryParse(result.Order.Value, provider, out _);
    }

    public override string ToString() => Value;
}
