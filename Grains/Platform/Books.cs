using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Payments;

namespace Commerce.Platform;

/// <summary>
/// Books on stock and money, kept from events and checked against each other: what orders were
/// promised, what stock sold to them, and what their payments hold.
/// </summary>
internal sealed class Books
{
    private const int FaultsMax = 100;

    private readonly Dictionary<string, StockBooks> _stock = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AllotmentBooks> _allotments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Payment> _payments = new(StringComparer.Ordinal);

    /// <summary>The position of the newest event in the books.</summary>
    public long Position { get; private set; }

    public void Take(RecordedEvent recorded)
    {
        Position = recorded.Position;
        var (kind, id) = Split(recorded.Stream);
        switch (kind)
        {
            case "stock":
                var stock = _stock.TryGetValue(id, out var known) ? known : _stock[id] = new();
                var happened = Read<StockEvent>(recorded);
                stock.Take(happened, recorded.At);
                if (AllotmentBooks.KeyOf(id, happened) is { } key)
                {
                    var allotment = _allotments.TryGetValue(key, out var kept)
                        ? kept
                        : _allotments[key] = new();
                    allotment.Take(happened);
                }

                break;
            case "order":
                _orders[id] = _orders
                    .GetValueOrDefault(id, Order.Initial)
                    .Evolve(Read<OrderEvent>(recorded), recorded.At);
                break;
            case "payment":
                _payments[id] = _payments
                    .GetValueOrDefault(id, Payment.Initial)
                    .Evolve(Read<PaymentEvent>(recorded), recorded.At);
                break;
        }
    }

    public IntegrityReport Report()
    {
        var faults = new List<string>();
        ImmutableArray<IntegrityDelta> deltas =
        [
            new("stock_conserved", Conserved(faults)),
            new("stock_not_oversold", NotOversold(faults)),
            new("stock_sold_as_ordered", SoldAsOrdered(faults)),
            new("holds_have_an_owner", HoldsHaveAnOwner(faults)),
            new("orders_are_paid", OrdersArePaid(faults)),
            new("money_adds_up", MoneyAddsUp(faults)),
        ];
        return new(
            Position,
            deltas,
            [.. faults.Take(FaultsMax)],
            _orders.Values.LongCount(IsInFlight)
        );
    }

    private long Conserved(List<string> faults) =>
        Sum(_stock, (sku, books) => (books.Unaccounted, $"{sku}: units made or lost"), faults)
        + Sum(
            _allotments,
            (key, books) => (books.Off, $"{key}: units made or lost between it and its SKU"),
            faults
        );

    private long NotOversold(List<string> faults) =>
        Sum(
            _stock,
            (sku, books) =>
                (
                    long.Max(0, -(books.Level.Available + books.Level.BackorderCap)),
                    $"{sku}: more is promised than there is"
                ),
            faults
        );

    /// <summary>A confirmed order has its units, one that ended has none.</summary>
    private long SoldAsOrdered(List<string> faults) =>
        Sum(
            _orders.Where(each => !IsInFlight(each.Value)),
            (id, order) =>
            {
                var isConfirmed = order.Phase is OrderPhase.Confirmed;
                var off = order
                    .Lines.GroupBy(line => line.Sku)
                    .Sum(lines => Missold(id, lines, isConfirmed));
                return (off, $"{id}: units sold are not the units ordered");
            },
            faults
        );

    /// <summary>Units of a SKU too few or too many, in all or of one of its sales.</summary>
    private long Missold(string id, IGrouping<Sku, OrderLine> lines, bool isConfirmed)
    {
        var inAll = Math.Abs(Sold(id, lines) - (isConfirmed ? Units(lines) : 0));
        return inAll > 0 || !isConfirmed
            ? inAll
            : lines
                .GroupBy(line => line.Sale?.Allotment, StringComparer.Ordinal)
                .Sum(same => Math.Abs(Units(same) - SoldOf(id, lines.Key, same.Key, same)));

        static long Units(IEnumerable<OrderLine> some) => some.Sum(line => (long)line.Quantity);
    }

    /// <summary>What an order has of a SKU, wherever it was sold or put back.</summary>
    private long Sold(string id, IGrouping<Sku, OrderLine> lines) =>
        lines
            .Select(line => line.Sale?.Allotment)
            .Append(null)
            .Distinct(StringComparer.Ordinal)
            .Sum(sale =>
                SoldOf(id, lines.Key, sale, lines.Where(line => line.Sale?.Allotment == sale))
            );

    private long SoldOf(string id, Sku sku, string? sale, IEnumerable<OrderLine> lines)
    {
        var key = sale is null ? sku.Value : AllotmentKey.Of(sku, sale);
        return _stock.TryGetValue(key, out var stock)
            ? stock.SoldTo(id)
                + lines.Sum(line => line.Sale is { Hold: var hold } ? stock.SoldTo($"{hold}") : 0)
            : 0;
    }

    /// <summary>
    /// What an order holds that is neither on its way nor anything else is a leak.
    /// </summary>
    private long HoldsHaveAnOwner(List<string> faults) =>
        Sum(
            _stock,
            (sku, books) =>
            {
                var leaked = books.Holders.LongCount(holder =>
                    holder.StartsWith("ord_", StringComparison.Ordinal)
                    && _orders.TryGetValue(holder, out var order)
                    && !IsInFlight(order)
                );
                return (leaked, $"{sku}: held for orders that are at rest");
            },
            faults
        );

    /// <summary>A confirmed order is authorised exactly; one that ended keeps no money.</summary>
    private long OrdersArePaid(List<string> faults) =>
        Sum(
            _orders.Where(each => !IsInFlight(each.Value) && IsAtRest(each.Value)),
            (id, order) =>
            {
                var owed = order.Phase is OrderPhase.Confirmed ? order.Totals!.Total.MinorUnits : 0;
                var kept = PaymentsOf(order)
                    .Where(payment =>
                        !payment.IsAbandoned || payment.Stage is PaymentStage.Authorized
                    )
                    .Sum(payment =>
                        payment.IsAbandoned
                            ? payment.Amounts.Authorized
                                - payment.Amounts.Voided
                                - payment.Amounts.Refunded
                            : payment.Amounts.Authorized
                    );
                return (Math.Abs(owed - kept), $"{id}: {kept} is kept where {owed} is owed");
            },
            faults
        );

    private long MoneyAddsUp(List<string> faults) =>
        Sum(
            _payments,
            (id, payment) =>
            {
                var (authorized, captured, refunded, voided) = payment.Amounts;
                var over =
                    long.Max(0, refunded - captured) + long.Max(0, captured + voided - authorized);
                return (over, $"{id}: more was refunded, captured or voided than there was");
            },
            faults
        );

    private static long Sum<T>(
        IEnumerable<KeyValuePair<string, T>> all,
        Func<string, T, (long Off, string Fault)> check,
        List<string> faults
    )
    {
        var total = 0L;
        foreach (var (id, each) in all)
        {
            var (off, fault) = check(id, each);
            if (off != 0)
            {
                total += Math.Abs(off);
                faults.Add(fault);
            }
        }

        return total;
    }

    private static bool IsInFlight(Order order) =>
        order.Phase is OrderPhase.Busy or OrderPhase.AwaitingPayment || order.IsUnsettled;

    /// <summary>Whether the order's payments have nothing out.</summary>
    private bool IsAtRest(Order order) => PaymentsOf(order).All(payment => payment.IsSettled);

    private IEnumerable<Payment> PaymentsOf(Order order) =>
        order.Attempts.Select(each =>
            _payments.GetValueOrDefault(each.Payment.Value, Payment.Initial)
        );

    private static (string Kind, string Id) Split(string stream)
    {
        var slash = stream.IndexOf('/', StringComparison.Ordinal);
        return (stream[..slash], stream[(slash + 1)..]);
    }

    private static TEvent Read<TEvent>(RecordedEvent recorded)
        where TEvent : IDomainEvent<TEvent> => StoredEvent<TEvent>.Read(recorded);
}
