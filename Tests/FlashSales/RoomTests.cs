using Commerce.EventSourcing;

namespace Commerce.FlashSales;

public sealed class RoomTests
{
    private const string Seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Commit = Draw.Commit(Seed);

    [Fact]
    public void It_is_woken_at_the_start_until_its_set_is_closed()
    {
        var opened = Do(Room.Initial, r => r.Open(Start, 300)).Room;
        var moved = Do(opened, r => r.Open(Start.AddMinutes(-1), 300)).Room;
        var closed = Do(moved, r => r.Close("00", 2)).Room;

        Assert.Equal(Start, opened.WakeAt);
        Assert.Equal(Start.AddMinutes(-1), moved.WakeAt);
        Assert.Null(closed.WakeAt);
        Assert.Empty(opened.Open(Start, 300).Events);
        Assert.Empty(closed.Open(Start, 300).Events);
        Assert.Empty(closed.Close("11", 3).Events);
    }

    [Fact]
    public void Only_the_seed_that_was_committed_to_is_opened_and_only_once_the_set_is_closed()
    {
        var opened = Do(Room.Initial, r => r.Open(Start, 300)).Room;
        var closed = Do(opened, r => r.Close("00", 2)).Room;
        var other = string.Concat(Seed.Reverse());

        Assert.False(opened.Reveal(Seed, Commit).Reply.Value);
        Assert.False(closed.Reveal(other, Commit).Reply.Value);
        Assert.False(closed.Reveal(Seed.ToUpperInvariant(), Commit).Reply.Value);
        Assert.False(closed.Reveal("zz", Commit).Reply.Value);
        Assert.False(closed.Reveal(Seed, commit: null).Reply.Value);

        var (revealed, drawn) = Do(closed, r => r.Reveal(Seed, Commit));
        Assert.True(revealed.Value);
        Assert.True(drawn.IsDrawn);
        Assert.True(drawn.Reveal(Seed, Commit).Reply.Value);
        Assert.Empty(drawn.Reveal(Seed, Commit).Events);
    }

    [Fact]
    public void Nobody_is_let_in_before_the_draw()
    {
        var closed = Do(Do(Room.Initial, r => r.Open(Start, 300)).Room, r => r.Close("00", 2)).Room;

        Assert.Empty(closed.Admit(1).Events);
    }

    [Fact]
    public void Where_nobody_is_in_the_draw_numbers_alone_count()
    {
        var room = Do(Do(Room.Initial, r => r.Open(Start, 300)).Room, r => r.Close("00", 0)).Room;

        var (given, numbered) = Do(room, r => r.Number(5, 1, 3));

        Assert.Equal(new(1, 0, 3), given.Value);
        Assert.Equal(3, Do(numbered, r => r.Admit(10)).Room.Admitted);
    }

    [Fact]
    public void A_block_is_the_same_when_asked_for_again_and_none_overlap()
    {
        var first = Do(Room.Initial, r => r.Number(5, 1, 3)).Room;
        var other = Do(first, r => r.Number(6, 1, 64)).Room;
        var second = Do(other, r => r.Number(5, 2, 1)).Room;

        Assert.Equal(new(1, 0, 3), other.Number(5, 1, 64).Reply.Value);
        Assert.Empty(other.Number(5, 1, 64).Events);
        Assert.Equal(new(1, 3, 64), second.Number(6, 1, 1).Reply.Value);
        Assert.Equal(new(2, 67, 1), second.Number(5, 2, 1).Reply.Value);
        Assert.Equal("deadline_passed", second.Number(5, 1, 1).Reply.Rejection!.Code);
        Assert.Equal(68, second.Late);
    }

    [Fact]
    public void Steps_never_go_back_and_are_few_however_long_it_goes_on()
    {
        var room = Drawn(count: 1_000_000);
        for (var tick = 0; tick < 8_000; tick++)
        {
            var now = Start.AddMilliseconds(250 * tick);
            room = Do(room, r => r.Admit(10), now).Room;

            Assert.Equal(10 * (tick + 1), room.Admitted);
            Assert.True(room.Steps.Length <= 103, $"{room.Steps.Length} steps");
        }

        Assert.Equal(room.Steps.OrderBy(step => step.At), room.Steps);
        Assert.Equal(room.Steps.OrderBy(step => step.Admitted), room.Steps);
    }

    [Fact]
    public void When_one_was_let_in_is_at_most_a_hundredth_of_an_admission_late_and_stays_so()
    {
        var (room, told) = (Drawn(count: 100_000), new Dictionary<long, DateTimeOffset>());
        for (var tick = 0; tick < 1_000; tick++)
        {
            var now = Start.AddMilliseconds(250 * tick);
            room = Do(room, r => r.Admit(7), now).Room;
            var last = room.Steps.LetInAt(room.Admitted - 1)!.Value;
            told[room.Admitted - 1] = last;

            Assert.InRange(last - now, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            Assert.Null(room.Steps.LetInAt(room.Admitted));
            foreach (var (position, at) in told.TakeLast(1_000))
                Assert.Equal(at, room.Steps.LetInAt(position));
        }
    }

    [Fact]
    public void Whoever_was_let_in_long_ago_is_still_known_to_have_been()
    {
        var room = Drawn(count: 1_000);
        for (var minute = 0; minute < 30; minute++)
            room = Do(room, r => r.Admit(10), Start.AddMinutes(minute)).Room;

        var now = Start.AddMinutes(29);
        Assert.True(room.Steps.LetInAt(0) <= now.AddSeconds(-300));
        Assert.Equal(250, room.Steps.LetInBy(now.AddSeconds(-300)));
    }

    private static Room Drawn(long count) =>
        Do(
            Do(
                Do(Room.Initial, r => r.Open(Start, 300)).Room,
                r => r.Close(new('0', 64), count)
            ).Room,
            r => r.Reveal(Seed, Commit)
        ).Room;

    private static (Outcome<T> Reply, Room Room) Do<T>(
        Room room,
        Func<Room, Decision<T, RoomEvent>> decide,
        DateTimeOffset? now = null
    )
    {
        var decision = decide(room);
        return (
            decision.Reply,
            decision.Events.Aggregate(room, (r, e) => r.Evolve(e, now ?? Start))
        );
    }
}
