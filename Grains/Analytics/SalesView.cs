using Commerce.EventSourcing;
using Commerce.Orders;
using Commerce.Views;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Analytics;

/// <summary>
/// What is sold, by the minute in which its order was confirmed: of everything, of each product and
/// of each category that the product was filed under. What is taken back later was sold none the
/// less: refunds are no sales.
/// </summary>
public sealed class SalesView()
    : ListView<OrderEvent, SaleRow>(SalesTotal.View, 1, "order", SaleRowJson.Default.SaleRow)
{
    public override SaleRow? Apply(SaleRow? row, OrderEvent happened, RecordedEvent recorded) =>
        happened switch
        {
            Placed e => new(ConfirmedAt: null, e.Totals.Total.Currency, [.. e.Lines.Select(Sold)]),
            Confirmed when row is not null => row with { ConfirmedAt = recorded.At },
            // Nothing will come of it: it need not be kept.
            Rejected or Expired or Cancelled when row is { ConfirmedAt: null } => null,
            _ => row,
        };

    public override IEnumerable<Listing> ListsOf(SaleRow row) => [];

    public override IEnumerable<Share> SharesOf(SaleRow row)
    {
        if (row.ConfirmedAt is not { } at)
            return [];

        var minute = SalesTotal.Minute(at);
        var lines = row.Lines.Select(line => (line, new Figures(1, line.Units, line.Amount)));
        var names = lines.SelectMany(
            each => NamesOf(each.line, row.Currency),
            (each, name) => (Name: name, Adds: each.Item2)
        );
        // An order counts once in each total, however many of its lines are in it.
        return names
            .GroupBy(each => each.Name, StringComparer.Ordinal)
            .Select(total => new Share(
                total.Key,
                minute,
                total.Select(each => each.Adds).Aggregate((left, right) => left + right) with
                {
                    Count = 1,
                }
            ));
    }

    private static SoldLine Sold(OrderLine line) =>
        new(line.Product, line.Categories, line.Quantity, line.Gross.MinorUnits);

    private static IEnumerable<string> NamesOf(SoldLine line, Currency currency) =>
        [
            SalesTotal.All(currency),
            SalesTotal.OfProduct(line.Product, currency),
            .. (line.Categories ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(slug => SalesTotal.OfCategory(slug, currency)),
        ];
}
