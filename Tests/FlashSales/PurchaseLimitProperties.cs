using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.FlashSales;

/// <summary>
/// However commands arrive, repeat, overtake each other and come late: nobody has more than the
/// limit, nothing happens twice, nothing is kept past its time, and replay gives the same ledger.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class PurchaseLimitProperties
{
    private const int Max = 5;
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Commands are data here, and only here, so that a failing sequence prints and shrinks.
    private abstract record Command;

    private sealed record Claim(int Holder, int Units, int Minutes, int? Replaces, int? Admission)
        : Command;

    private sealed record Keep(int Holder) : Command;

    private sealed record Release(int Holder) : Command;

    private sealed record Lapse : Command;

    private static readonly Gen<int> Holder = Gen.Int[0, 9];

    private static readonly Gen<int?> Perhaps = Gen.Int[-6, 9]
        .Select(number => number < 0 ? null : (int?)number);

    private static readonly Gen<Command> AnyCommand = Gen.Frequency<Command>(
        (
            6,
            Gen.Select(
                Holder,
                Gen.Int[0, 4],
                Gen.Int[-2, 40],
                Perhaps,
                Perhaps.Select(number => number % 3),
                (h, u, m, r, a) => (Command)new Claim(h, u, m, r, a)
            )
        ),
        (3, Holder.Select(h => (Command)new Keep(h))),
        (2, Holder.Select(h => (Command)new Release(h))),
        (1, Gen.Const((Command)new Lapse()))
    );

    [Fact]
    public void Nobody_has_more_than_the_limit_and_nothing_happens_twice() =>
        Gen.Select(AnyCommand, Gen.Int[0, 120])
            .List[0, 60]
            .Sample(
                steps =>
                {
                    var (books, limit, now) = (new Books(), PurchaseLimit.Initial, Noon);
                    foreach (var (command, seconds) in steps)
                    {
                        now += TimeSpan.FromSeconds(seconds);
                        var (reply, events) = Decide(command, limit, now);
                        books.Add(command, events, now);
                        limit = events.Aggregate(limit, (state, e) => state.Evolve(e, now));

                        var again = Decide(command, limit, now);
                        Assert.Equal(Say(reply), Say(again.Reply));
                        Assert.Empty(again.Events);
                        Assert.Equal(books.At(now), limit.StandingAt(now));
                        Assert.Equal(reply.Value ?? books.At(now), books.At(now));
                        Assert.True(command is not Lapse || !(limit.WakeAt <= now));
                    }

                    Assert.Equal(Text(limit), Text(books.Replay()));
                },
                iter: Cases.Count
            );

    private static (Outcome<LimitStanding> Reply, ImmutableArray<PurchaseLimitEvent> Events) Decide(
        Command command,
        PurchaseLimit limit,
        DateTimeOffset now
    )
    {
        var decision = command switch
        {
            Claim c => limit.Claim(
                new(
                    Name(c.Holder),
                    c.Units,
                    Max,
                    Noon.AddMinutes(c.Minutes),
                    c.Replaces is { } other ? Name(other) : null,
                    c.Admission is { } admission ? $"admission {admission}" : null
                ),
                Until(c.Holder),
                now
            ),
            Keep c => limit.Keep(Name(c.Holder), Until(c.Holder), now),
            Release c => limit.Release(Name(c.Holder), Until(c.Holder), now),
            _ => limit.Lapse(now),
        };
        return (decision.Reply, decision.Events);
    }

    // Each holder has its own deadline, so that many commands come too late.
    private static Deadline Until(int holder) => new(Noon + TimeSpan.FromMinutes(5 * holder));

    private static string Name(int holder) => $"holder {holder}";

    private static string Say(Outcome<LimitStanding> reply) =>
        reply.Rejection?.Code ?? reply.Value!.ToString();

    private static string Text(PurchaseLimit limit) =>
        JsonSerializer.Serialize(limit with { Bought = ImmutableDictionary<string, int>.Empty })
        + string.Join(';', limit.Bought.OrderBy(each => each.Key, StringComparer.Ordinal));

    /// <summary>Keeps the books from the events alone, in the plainest way there is.</summary>
    private sealed class Books
    {
        private readonly List<(PurchaseLimitEvent Happened, DateTimeOffset At)> _events = [];
        private readonly Dictionary<string, Claimed> _open = [];
        private readonly Dictionary<string, int> _bought = [];
        private readonly HashSet<string> _ended = [];
        private readonly Dictionary<string, string> _spent = [];

        public void Add(
            Command command,
            ImmutableArray<PurchaseLimitEvent> events,
            DateTimeOffset at
        )
        {
            foreach (var happened in events)
            {
                _events.Add((happened, at));
                Book(command, happened, at);
            }
        }

        public LimitStanding At(DateTimeOffset now)
        {
            var claimed = _open.Values.Where(claim => claim.Until > now).Sum(claim => claim.Units);
            var standing = new LimitStanding(claimed, _bought.Values.Sum());
            Assert.True(standing.Claimed + standing.Bought <= Max, "More than the limit.");
            return standing;
        }

        public PurchaseLimit Replay() =>
            EventSourcing.Replay.Of<PurchaseLimit, PurchaseLimitEvent>(_events);

        private void Book(Command command, PurchaseLimitEvent happened, DateTimeOffset at)
        {
            switch (happened)
            {
                case Claimed e:
                    Assert.True(e.Until > at && e.Units > 0 && e.NotAfter.End > at);
                    Assert.DoesNotContain(e.Holder, _ended);
                    Assert.DoesNotContain(e.Holder, _bought);
                    _open.Add(e.Holder, e);
                    Spend(e, ((Claim)command).Replaces);
                    break;
                case Prolonged e:
                    Assert.True(e.Until > _open[e.Holder].Until && _open[e.Holder].Until > at);
                    _open[e.Holder] = _open[e.Holder] with { Until = e.Until };
                    break;
                case Kept e:
                    Assert.True(_open.Remove(e.Holder, out var kept) && kept.Until > at, "Late.");
                    Assert.Equal(kept.Units, e.Units);
                    _bought.Add(e.Holder, e.Units);
                    break;
                case Released e:
                    GiveBack(command, e);
                    break;
                case Lapsed e:
                    var ended = _open.Values.Where(claim => claim.Until <= e.By).ToList();
                    Assert.NotEmpty(ended);
                    Assert.Equal(e.Units, ended.Sum(claim => (long)claim.Units));
                    ended.ForEach(claim => _open.Remove(claim.Holder));
                    break;
            }
        }

        /// <summary>
        /// Once, and for good, but for one who was to be replaced before it had come: nobody knows
        /// for how long it still may.
        /// </summary>
        private void GiveBack(Command command, Released e)
        {
            var isBought = _bought.Remove(e.Holder, out var units);
            Assert.True(command is Release || !isBought, "What was bought was taken over.");
            units += _open.Remove(e.Holder, out var open) ? open.Units : 0;
            if (open?.Admission is { } unspent)
                _spent.Remove(unspent);
            Assert.Equal(units, e.Units);
            if (command is Release || units > 0)
                _ended.Add(e.Holder);
        }

        /// <summary>The hours of a case are too few for an admission to be forgotten.</summary>
        private void Spend(Claimed claim, int? replaced)
        {
            if (claim.Admission is not { } admission)
                return;

            var isFree =
                !_spent.TryGetValue(admission, out var spender)
                || spender == claim.Holder
                || (replaced is { } other && spender == Name(other));
            Assert.True(isFree, "An admission was spent twice.");
            _spent[admission] = claim.Holder;
        }
    }
}
