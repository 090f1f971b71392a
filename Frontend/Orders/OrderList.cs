using System.Globalization;
using Commerce.Customers;
using Commerce.Http;

namespace Commerce.Orders;

/// <summary>Which list of orders is meant by what somebody asks for.</summary>
internal static class OrderList
{
    public const string View = "orders";

    public static Problem NoSuchDay { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "invalid_day",
            "A day is written 2026-11-26, and is meant in UTC."
        );

    public static string Of(CustomerId customer) => $"buyer/{customer}";

    /// <summary>What guests bought with an address, by its mark.</summary>
    public static string OfEmail(string key) => $"buyer/{key}";

    /// <summary>The list's name in the view; <c>null</c> if the day is none.</summary>
    public static string? Of(string? status, string? day)
    {
        if (string.IsNullOrEmpty(day))
            return string.IsNullOrEmpty(status) ? "all" : $"status/{status}";
        if (
            !DateOnly.TryParseExact(
                day,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            )
        )
            return null;

        return string.IsNullOrEmpty(status) ? $"day/{day}" : $"day/{day}/{status}";
    }
}
