using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.FlashSales;

/// <summary>
/// However commands arrive, repeat, overtake each other and come late: nobody has more than the
/// limit, nothing happens twice, nothing outlives its time, and replay gives the same ledger.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class PurchaseLimitProperties
{
    private const int Max = 5;
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Commands are data here, and only here, so that a failing sequence prints and shrinks.
    private abstract record Command;

    private sealed record Claim(int Holder, int Units, int? Minutes, int? Replaces, int? Admission)
        : Command;

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
                Gen.Int[-2, 60].Select(minutes => minutes > 40 ? null : (int?)minutes),
                Perhaps,
                Perhaps.Select(number => number % 3),
                (h, u, m, r, a) => (Command)new Claim(h, u, m, r, a)
            )
        ),
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
                    c.Minutes is { } minutes ? Noon.AddMinutes(minutes) : null,
                    c.Replaces is { } other ? Name(other) : null,
                    c.Admission is { } admission ? $"admission {admission}" : null
                ),
                Until(c.Holder),
                now
            ),
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

    private static string Text(PurchaseLimit limit) => JsonSerializer.Serialize(limit);

    /// <summary>Keeps the books from the events alone, in the plainest way there is.</summary>
    private sealed class Books
    {
        private readonly List<(PurchaseLimitEvent Happened, DateTimeOffset At)> _events = [];
        private readonly Dictionary<string, Claimed> _open = [];
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
            var claimed = _open.Values.Where(claim => Lasts(claim, now)).Sum(claim => claim.Units);
            Assert.True(claimed <= Max, "More than the limit.");
            return new(claimed);
        }

        public PurchaseLimit Replay() =>
            EventSourcing.Replay.Of<PurchaseLimit, PurchaseLimitEvent>(_events);

        private void Book(Command command, PurchaseLimitEvent happened, DateTimeOffset at)
        {
            switch (happened)
            {
                case Claimed e:
                    Assert.True(Lasts(e, at) && e.Units > 0 && e.NotAfter.End > at);
                    Assert.DoesNotContain(e.Holder, _ended);
                    Assert.NotEqual(e.Holder, e.Replaces);
                    TakeOver(e);
                    _open.Add(e.Holder, e);
                    Spend(e, ((Claim)command).Replaces);
                    break;
                case Prolonged e:
                    Assert.True(_open[e.Holder].Until is { } end && end > at && !(e.Until <= end));
                    _open[e.Holder] = _open[e.Holder] with { Until = e.Until };
                    break;
                case Released e:
                    Assert.Equal(GiveBack(e.Holder), e.Units);
                    _ended.Add(e.Holder);
                    break;
                case Lapsed e:
                    var ended = _open.Values.Where(claim => claim.Until <= e.By).ToList();
                    Assert.NotEmpty(ended);
                    Assert.Equal(e.Units, ended.Sum(claim => (long)claim.Units));
                    ended.ForEach(claim => _open.Remove(claim.Holder));
                    break;
            }
        }

        private static bool Lasts(Claimed claim, DateTimeOffset now) => !(claim.Until <= now);

        /// <summary>
        /// Once, and for good, but for one who was to be replaced before it had come: nobody knows
        /// for how long it still may.
        /// </summary>
        private void TakeOver(Claimed e)
        {
            if (e.Replaces is { } other && GiveBack(other) > 0)
                _ended.Add(other);
        }

        private int GiveBack(string holder)
        {
            var units = _open.Remove(holder, out var open) ? open.Units : 0;
            if (open?.Admission is { } unspent)
                _spent.Remove(unspent);
            return units;
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
