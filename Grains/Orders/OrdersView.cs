using System.Globalization;
using Commerce.EventSourcing;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>
/// The orders as operators leaf through them: all, by status, by day and by both, and each
/// buyer through their own, newest first.
/// </summary>
public sealed class OrdersView()
    : ListView<OrderEvent, OrderRow>("orders", 3, "order", OrderRowJson.Default.OrderRow)
{
    private const int UlidLength = 26;

    public override bool IsDescending => true;

    public override OrderRow? Apply(OrderRow? row, OrderEvent happened, RecordedEvent recorded) =>
        happened switch
        {
            Placed e => new(
                new(recorded.Stream["order/".Length..]),
                e.Cart,
                "placing",
                e.Totals.Total,
                recorded.At,
                recorded.Version,
                e.Account?.Value ?? e.EmailKey
            ),
            _ when row is null => null,
            _ => row with
            {
                Status = StatusAfter(row.Status, happened),
                Version = recorded.Version,
            },
        };

    public override IEnumerable<Listing> ListsOf(OrderRow row)
    {
        // Ids sort by birth behind the region that they name.
        var born = row.Id.Value[^UlidLength..];
        var day = row.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Listing[] all =
        [
            new("all", born),
            new($"status/{row.Status}", born),
            new($"day/{day}", born),
            new($"day/{day}/{row.Status}", born),
        ];
        return row.Buyer is { } buyer ? [.. all, new($"buyer/{buyer}", born)] : all;
    }

    private static string StatusAfter(string status, OrderEvent happened) =>
        happened switch
        {
            Reserved or PaymentFailed => "awaiting_payment",
            PaymentUnknown => "payment_pending",
            Paid => "securing",
            Confirmed or Resumed => "confirmed",
            Rejected => "rejected",
            CancelAsked => "cancelling",
            Cancelled => "cancelled",
            Expired => "expired",
            Suspended => "suspended",
            _ => status,
        };
}
