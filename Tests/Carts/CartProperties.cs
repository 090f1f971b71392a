using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;
using CsCheck;

namespace Commerce.Carts;

/// <summary>
/// However adds, edits and checkouts interleave: every line that was answered is there, a key
/// counts once, each generation has one order, a checkout's key leads to the same order and attempt
/// for ever, an order comes to what its cart told, nothing happens to one that is over, and replay
/// gives the same cart.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class CartProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Euro = new("EUR");
    private static readonly StockLevel Plenty = new(100_000, 0, 0);

    private abstract record Command;

    private sealed record Add(int Sku, int Quantity, int? Key) : Command;

    private sealed record SetTo(int Line, int Quantity) : Command;

    private sealed record Remove(int Line) : Command;

    private sealed record Choose(Country? Country, ShippingMethod Method) : Command;

    private sealed record Checkout(int Key, Country Country, OrderPhase Phase) : Command;

    private sealed record Complete : Command;

    private sealed record Reopen : Command;

    private sealed record Suspect : Command;

    private static readonly Gen<Country> AnyCountry = Gen.OneOf("DE", "US", "CA")
        .Select(code => new Country(code));

    private static readonly Gen<Command> AnyCommand = Gen.Frequency<Command>(
        (
            5,
            Gen.Select(
                Gen.Int[0, 4],
                Gen.Int[-1, 400],
                Gen.Int[-5, 8],
                (sku, quantity, key) => (Command)new Add(sku, quantity, key < 0 ? null : key)
            )
        ),
        (2, Gen.Select(Gen.Int[1, 5], Gen.Int[0, 1_000], (l, q) => (Command)new SetTo(l, q))),
        (1, Gen.Int[1, 5].Select(line => (Command)new Remove(line))),
        (
            2,
            Gen.Select(
                AnyCountry,
                Gen.OneOf("standard", "express", "pigeon"),
                Gen.Bool,
                (country, method, isSaid) =>
                    (Command)new Choose(isSaid ? country : null, new(method))
            )
        ),
        (
            4,
            Gen.Select(
                Gen.Int[0, 6],
                AnyCountry,
                Gen.Int[1, 5].Select(phase => (OrderPhase)phase),
                (key, country, phase) => (Command)new Checkout(key, country, phase)
            )
        ),
        (1, Gen.Const((Command)new Complete())),
        (2, Gen.Const((Command)new Reopen())),
        (1, Gen.Const((Command)new Suspect()))
    );

    [Fact]
    public void Lines_and_checkouts_are_kept_once() =>
        AnyCommand
            .List[0, 40]
            .Sample(
                commands =>
                {
                    var run = new Run();
                    foreach (var command in commands)
                    {
                        run.Take(command);
                    }
                },
                iter: Cases.Count
            );

    private sealed class Run
    {
        private readonly List<(CartEvent Happened, DateTimeOffset At)> _journal = [];
        private readonly Dictionary<string, CheckoutTicket> _tickets = new(StringComparer.Ordinal);
        private readonly Dictionary<int, OrderId> _orders = [];
        private readonly Dictionary<string, long> _units = new(StringComparer.Ordinal);
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private Cart _cart = Cart.Initial;
        private CartShipping? _chosen;
        private DateTimeOffset _now = Noon;

        public Run() => Decide(cart => cart.Open(Euro));

        public void Take(Command command)
        {
            _now += TimeSpan.FromSeconds(1);
            switch (command)
            {
                case Add add:
                    Take(add);
                    break;
                case SetTo(var line, var quantity):
                    var offer = Offer(new("ANY"));
                    var set = Decide(cart =>
                        cart.SetQuantity($"ln{line}", quantity, offer, Plenty, _now)
                    );
                    if (set.IsAccepted)
                        _units[$"ln{line}"] = quantity;
                    break;
                case Remove(var line):
                    if (Decide(cart => cart.Remove($"ln{line}")).IsAccepted)
                        _units.Remove($"ln{line}");
                    break;
                case Choose(var country, var method):
                    if (Decide(cart => cart.ChooseShipping(method, country)).IsAccepted)
                        Assert.Equal((country ?? _chosen?.Country, method), Chosen());
                    else
                        Assert.Equal(_chosen, _cart.Shipping);
                    _chosen = _cart.Shipping;
                    break;
                case Checkout checkout:
                    Take(checkout);
                    break;
                case Complete when _cart.Order is { } order:
                    Decide(cart => cart.Complete(order));
                    break;
                case Reopen when _cart.Order is { } order:
                    Decide(cart => cart.Reopen(order));
                    break;
                case Suspect:
                    Decide(cart => cart.Suspect("quick"));
                    break;
            }

            Check();
        }

        private void Take(Add add)
        {
            var sku = new Sku($"SKU-{add.Sku}");
            var key = add.Key is { } k ? new RequestKey($"a{k}", $"{add}") : null;
            var wasThere = key is not null && _cart.Find(key, _now) is not null;
            var added = Decide(cart => cart.Add(Offer(sku), sku, add.Quantity, Plenty, key, _now));
            if (added.IsAccepted && !wasThere)
            {
                var line = added.Value.Line;
                _units[line] = _units.GetValueOrDefault(line) + add.Quantity;
                Assert.True(key is null || _keys.Add(key.Key), "A key counted twice.");
            }
        }

        private void Take(Checkout checkout)
        {
            var key = new RequestKey($"c{checkout.Key}", "same");
            var fresh = new OrderId($"ord_{_journal.Count}");
            var standing = _cart.Order is { } order
                ? new OrderStanding(order, checkout.Phase, _cart.Attempts)
                : null;
            var started = Decide(cart =>
                cart.Checkout(
                    key,
                    checkout.Country,
                    fresh,
                    ImmutableDictionary<Sku, Offer?>.Empty,
                    standing,
                    _now
                )
            );
            if (!started.IsAccepted)
            {
                Assert.False(_tickets.ContainsKey(key.Key), "A key's record was lost.");
                return;
            }

            var ticket = started.Value;
            if (_tickets.TryGetValue(key.Key, out var earlier))
            {
                Assert.Equal(
                    (earlier.Order, earlier.Attempt, true),
                    (ticket.Order, ticket.Attempt, ticket.IsReplay)
                );
            }
            else
            {
                Assert.InRange(ticket.Attempt, 1, Cart.AttemptsMax);
                Assert.Equal(
                    _orders.GetValueOrDefault(ticket.Generation, ticket.Order),
                    ticket.Order
                );
                (_tickets[key.Key], _orders[ticket.Generation]) = (ticket, ticket.Order);
                if (ticket.Attempt == 1)
                    ComesToWhatWasTold(ticket, checkout.Country);
            }
        }

        private void ComesToWhatWasTold(CheckoutTicket ticket, Country country)
        {
            var placement = new OrderPlacement(
                new("crt_1"),
                ticket.Generation,
                ticket.Currency,
                ticket.Lines,
                country,
                Contact: "",
                [],
                Token: "",
                ticket.Shipping
            );
            var placed = Order.Initial.Place(placement, new("pay_1")).Events.Single();
            var totals = Assert.IsType<OrderEvent.Placed>(placed).Totals;
            var options = _cart.ShippingOptions(country).Value!.Options;
            Assert.Equal(totals, options.Single(option => option.IsTaken).Totals);
            if (_cart.Shipping is not null)
                Assert.Equal(totals, _cart.Told(new("crt_1"), version: 1).Totals);
        }

        private (Country?, ShippingMethod?) Chosen() =>
            (_cart.Shipping?.Country, _cart.Shipping?.Method);

        private void Check()
        {
            Assert.Equal(
                _units.OrderBy(each => each.Key, StringComparer.Ordinal),
                _cart
                    .Lines.Select(line => KeyValuePair.Create(line.Id, (long)line.Quantity))
                    .OrderBy(each => each.Key, StringComparer.Ordinal)
            );
            Assert.Distinct(_orders.Values);
            var replayed = Replay.Of<Cart, CartEvent>(_journal);
            Assert.Equal(Print(_cart), Print(replayed));
        }

        private Outcome<T> Decide<T>(Func<Cart, Decision<T, CartEvent>> decide)
        {
            var (reply, events) = decide(_cart);
            Assert.True(_cart.RemoveAt is null || events.IsEmpty, "Something happened after all.");
            foreach (var happened in events)
            {
                _journal.Add((happened, _now));
                _cart = _cart.Evolve(happened, _now);
            }

            return reply;
        }

        private static Offer Offer(Sku sku) =>
            new(new("prd_1"), sku, sku.Value, new Money(1_999, Euro));

        private static string Print(Cart cart) =>
            string.Join(
                '\n',
                [
                    $"{cart.State} {cart.Currency} {cart.Generation} {cart.LinesEver} {cart.Order}",
                    $"{cart.Shipping}",
                    $"{cart.Attempts} {cart.Touched:O} {cart.AskAt:O} {cart.WakeAt:O}",
                    .. cart.Lines.Select(line => line.ToString()),
                    .. cart.Checkouts.Select(each => each.ToString()).Order(StringComparer.Ordinal),
                    .. cart.Adds.Entries.Select(each => each.ToString()),
                ]
            );
    }
}
