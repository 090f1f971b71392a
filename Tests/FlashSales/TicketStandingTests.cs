using System.Security.Cryptography;

namespace Commerce.FlashSales;

public sealed class TicketStandingTests
{
    private const string Seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static readonly DateTimeOffset Start = Seen.Start;
    private static readonly Ticket Early = new(Number: null, SHA256.HashData("a"u8));
    private static readonly Ticket Late = new(Number: 3, SHA256.HashData("b"u8));

    [Fact]
    public void Before_the_draw_nobody_has_a_place_and_polls_are_spread_about_the_start()
    {
        var seen = Seen.Of(Seen.Terms());

        Assert.Equal(
            new(TicketState.Waiting, PollAfter: 30),
            TicketStanding.Of(seen, Early, Start.AddMinutes(-3))
        );
        var waits = Enumerable
            .Range(0, 256)
            .Select(i => new Ticket(null, SHA256.HashData([(byte)i])))
            .Select(each => TicketStanding.Of(seen, each, Start.AddSeconds(-10)).PollAfter)
            .ToList();
        Assert.All(waits, wait => Assert.InRange(wait, 10, 15));
        Assert.True(waits.Distinct().Count() >= 5);
    }

    [Fact]
    public void Those_who_came_later_stand_behind_the_whole_draw()
    {
        var standing = TicketStanding.Of(Drawn(), Late, Start);

        Assert.Equal(1_003 - 100 + 1, standing.Position);
        Assert.Equal(TimeSpan.FromSeconds(90.4), standing.Eta);
        Assert.Equal(23, standing.PollAfter);
    }

    /// <summary>Another frontend may have told a place that is further ahead.</summary>
    [Fact]
    public void What_was_heard_a_while_ago_tells_no_place()
    {
        var fresh = TicketStanding.Of(Drawn(), Late, Start.AddSeconds(1.4));
        var stale = TicketStanding.Of(Drawn(), Late, Start.AddSeconds(1.5));

        Assert.NotNull(fresh.Position);
        Assert.Equal(new(TicketState.Waiting, PollAfter: 2), stale);
    }

    [Fact]
    public void Who_was_let_in_may_come_until_the_admission_is_over()
    {
        var ticket = Late with { Number = 0 };
        var seen = Drawn(new AdmissionStep(Start, 1_001));

        Assert.Equal(
            new(TicketState.Admitted, 10, ExpiresAt: Start.AddSeconds(300)),
            TicketStanding.Of(seen, ticket, Start.AddSeconds(299))
        );
        Assert.Equal(
            TicketState.Expired,
            TicketStanding.Of(seen, ticket, Start.AddSeconds(300)).State
        );
        Assert.Equal(
            TicketState.Waiting,
            TicketStanding.Of(seen, Late with { Number = 1 }, Start).State
        );
    }

    [Fact]
    public void When_the_sale_is_over_so_is_every_ticket() =>
        Assert.Equal(
            TicketState.Expired,
            TicketStanding.Of(Drawn(), Late, Start.AddHours(1)).State
        );

    [Fact]
    public void A_short_admission_is_asked_for_often_enough()
    {
        var seen = Seen.Of(Seen.Terms(admissionSeconds: 30));

        Assert.Equal(10, TicketStanding.Of(seen, Early, Start.AddMinutes(-3)).PollAfter);
    }

    private static SaleSeen Drawn(params AdmissionStep[] steps) =>
        Seen.Of(
            Seen.Terms(),
            new(
                1,
                new('0', 64),
                1_000,
                Seed,
                steps is [] ? [new(Start, 100)] : [.. steps],
                [],
                new(1_010, 100, PerSecond: 10, 0, TimeSpan.Zero, [])
            )
        );
}
