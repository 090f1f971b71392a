using System.Security.Cryptography;
using System.Text;

namespace Commerce.FlashSales;

/// <summary>
/// A hundred thousand tickets through one sale, with nothing but the rules: the room's, the pace's
/// and what the edge makes of them.
/// </summary>
public sealed class WaitingTests
{
    private const int Early = 70_000;
    private const int Late = 30_000;
    private const int PerSecond = 500;
    private const string Seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly DateTimeOffset Start = Seen.Start;

    [Fact]
    public void Positions_never_grow_times_are_right_and_the_order_is_that_of_the_draw()
    {
        var people = Enumerable
            .Range(0, Early)
            .Select(i => new Person(new(null, SHA256.HashData(Encoding.UTF8.GetBytes($"{i}")))))
            .ToList();
        var room = Draw(people);
        var (pace, rule) = (Pace.Begin(Start), new AdmissionRule(PerSecond));
        for (var tick = 1; people.Exists(person => person.LetInAt is null); tick++)
        {
            var now = Start + (Tick * tick);
            Come(people, ref room, tick, now);
            (var places, pace) = pace.Step(rule, room.Joined - room.Admitted, 0, now);
            foreach (var happened in room.Admit(places).Events)
                room = room.Evolve(happened, now);
            var seen = Seen.Of(
                Seen.Terms(admissionSeconds: 60),
                new(
                    tick,
                    room.Root,
                    room.Count,
                    room.Seed,
                    room.Steps,
                    [],
                    new(room.Joined, room.Admitted, pace.PerSecond, 0, TimeSpan.Zero, [])
                ),
                heardAt: now
            );
            Assert.InRange(
                room.Admitted,
                (tick * PerSecond / 4.0 * 0.95) - 1,
                (tick * PerSecond / 4.0 * 1.05) + 1
            );
            foreach (var person in people)
                person.Look(seen, now);
            Assert.True(tick < 2_000, "It never ends.");
        }

        Assert.Equal(Early + Late, people.Count);
        Assert.All(people, person => Assert.True(person.WorstError <= 0.3, $"{person}"));
        Assert.Equal(0, Inversions(people.Where(each => each.Ticket.Number is null), Rank));
        Assert.Equal(
            0,
            Inversions(
                people.Where(each => each.Ticket.Number is not null),
                each => (ulong)each.Ticket.Number!.Value
            )
        );
        AdmittedInTime(people);

        ulong Rank(Person person) =>
            FlashSales.Draw.Rank(
                Convert.FromHexString(Seed),
                Convert.FromHexString(room.Root!),
                person.Ticket.Hash.Span
            );
    }

    /// <summary>People, not positions: of which some have two or none.</summary>
    private static void AdmittedInTime(List<Person> people)
    {
        foreach (var ten in people.GroupBy(each => (each.LetInAt!.Value - Start).Ticks / Span))
        {
            // The last ten seconds may not be full.
            if (ten.Key < (Early + Late) / (10 * PerSecond) - 1)
                Assert.InRange(ten.Count(), 9.5 * PerSecond, 10.5 * PerSecond);
        }
    }

    private static readonly long Span = TimeSpan.FromSeconds(10).Ticks;

    private static Room Draw(List<Person> people)
    {
        var leaves = people
            .Select(each => each.Ticket.Name)
            .Order(StringComparer.Ordinal)
            .GroupBy(FlashSales.Draw.LeafOf)
            .Select(leaf => MerkleTree.Root([.. leaf.Select(Convert.FromHexString)]))
            .Select(Convert.ToHexStringLower);
        var room = Room.Initial;
        room = room.Evolve(room.Open(Start, 60).Events.Single(), Start);
        var root = FlashSales.Draw.Root(leaves);
        room = room.Evolve(room.Close(root, people.Count).Events.Single(), Start);
        var revealed = room.Reveal(Seed, FlashSales.Draw.Commit(Seed));
        return room.Evolve(revealed.Events.Single(), Start);
    }

    /// <summary>In the first minute: those who come after the start.</summary>
    private static void Come(List<Person> people, ref Room room, int tick, DateTimeOffset now)
    {
        const int EachTick = Late / 240;
        if (people.Count == Early + Late)
            return;

        var block = room.Number(leaf: 0, tick, EachTick);
        room = room.Evolve(block.Events.Single(), now);
        for (var i = 0; i < EachTick; i++)
        {
            var number = block.Reply.Value.First + i;
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"late {number}"));
            people.Add(new(new(number, hash)));
        }
    }

    /// <summary>Pairs of which the one that is to come first was let in later.</summary>
    private static int Inversions(IEnumerable<Person> people, Func<Person, ulong> order)
    {
        var times = people.OrderBy(order).Select(each => each.LetInAt!.Value).ToList();
        return times.Zip(times.Skip(1)).Count(pair => pair.First > pair.Second);
    }

    /// <summary>Asks as often as it may, and remembers what it was told.</summary>
    private sealed class Person(Ticket ticket)
    {
        private readonly List<(DateTimeOffset At, TimeSpan Eta)> _told = [];
        private DateTimeOffset _next;
        private long? _place;
        private long _position = long.MaxValue;

        public Ticket Ticket => ticket;

        /// <summary>When it was let in, as a matter of fact.</summary>
        public DateTimeOffset? LetInAt { get; private set; }

        /// <summary>Of what it was told while it took ten seconds or more.</summary>
        public double WorstError =>
            _told
                .Where(each => LetInAt - each.At >= TimeSpan.FromSeconds(10))
                .Select(each => double.Abs((each.Eta / (LetInAt!.Value - each.At)) - 1))
                .DefaultIfEmpty()
                .Max();

        public void Look(SaleSeen seen, DateTimeOffset now)
        {
            var isIn = LetInAt is not null;
            if (isIn || (now < _next && !IsLetIn(seen)))
                return;

            var standing = TicketStanding.Of(seen, ticket, now);
            if (standing.State is TicketState.Admitted)
            {
                LetInAt = now;
                return;
            }

            Assert.Equal(TicketState.Waiting, standing.State);
            Assert.InRange(standing.PollAfter, 2, 30);
            Assert.InRange(standing.Position!.Value, 1, _position);
            _position = standing.Position.Value;
            _next = now + TimeSpan.FromSeconds(standing.PollAfter);
            _told.Add((now, standing.Eta!.Value));
        }

        public override string ToString() =>
            $"{ticket.Number} {LetInAt} "
            + string.Join("; ", _told.Select(each => $"{each.At} {each.Eta}"));

        private bool IsLetIn(SaleSeen seen)
        {
            _place ??= ticket.Number is { } number
                ? seen.Room.Count + number
                : FlashSales.Draw.Position(
                    FlashSales.Draw.Rank(
                        seen.Drawn!.Value.Seed,
                        seen.Drawn.Value.Root,
                        ticket.Hash.Span
                    ),
                    seen.Room.Count
                );
            return _place < seen.Room.Admitted;
        }
    }
}
