using Microsoft.Extensions.Time.Testing;

namespace Commerce.FlashSales;

public sealed class PollTableTests
{
    private readonly FakeTimeProvider _time = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PollTable _polls;

    public PollTableTests() => _polls = new(_time);

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void A_poll_is_early_until_its_time_has_come()
    {
        var ticket = Ticket(1);
        Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(ticket, Now));

        _polls.Note(ticket, Now.AddSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), _polls.EarlyBy(ticket, Now));
        Assert.Equal(
            TimeSpan.FromSeconds(0.1),
            _polls.EarlyBy(ticket, Now.AddMilliseconds(29_900))
        );
        Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(ticket, Now.AddSeconds(30)));
        Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(ticket, Now.AddHours(3)));
    }

    /// <summary>Whoever waits as long as was said is never too early.</summary>
    [Fact]
    public void Nobody_who_waits_as_told_is_refused()
    {
        var random = new Random(7);
        var ticket = Ticket(1);
        for (var i = 0; i < 10_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 5_000)));
            var next = Now.AddSeconds(random.Next(2, 31));
            _polls.Note(ticket, next);
            Assert.True(_polls.EarlyBy(ticket, Now) > TimeSpan.Zero);
            Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(ticket, next));
        }
    }

    [Fact]
    public void Two_tickets_of_one_slot_are_not_taken_for_each_other()
    {
        var (one, two) = (Ticket(1), Ticket(1));
        two[0] ^= 0x80;

        _polls.Note(one, Now.AddSeconds(30));

        Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(two, Now));
        _polls.Note(two, Now.AddSeconds(30));
        Assert.True(_polls.EarlyBy(two, Now) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(one, Now));
    }

    [Fact]
    public void A_time_of_weeks_ago_is_not_taken_for_one_to_come()
    {
        var ticket = Ticket(1);
        _polls.Note(ticket, Now.AddSeconds(30));
        for (var day = 1; day <= 60; day++)
            Assert.Equal(TimeSpan.Zero, _polls.EarlyBy(ticket, Now.AddDays(day)));
    }

    private static byte[] Ticket(int seed)
    {
        var bytes = new byte[32];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
