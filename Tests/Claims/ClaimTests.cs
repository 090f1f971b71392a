using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Claims;

[Trait("Suite", "Properties")]
public sealed class ClaimTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Deadline Soon = new(Noon.AddSeconds(10));
    private static readonly Deadline Later = new(Noon.AddSeconds(20));

    [Fact]
    public void A_value_that_nobody_has_is_the_askers()
    {
        var (reply, claim) = Do(Claim.Initial, c => c.Take("a", Soon, Noon));

        Assert.Equal("a", reply.Value);
        Assert.Equal("a", claim.Owner);
        Assert.Equal(Soon.End + Claim.Grace, claim.WakeAt);
    }

    [Fact]
    public void Another_hears_who_has_it()
    {
        var taken = Taken();

        var decision = taken.Take("b", Later, Noon);

        Assert.Equal("a", decision.Reply.Value);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Once_confirmed_it_is_certain_and_needs_no_alarm()
    {
        var (_, confirmed) = Do(Taken(), c => c.Confirm("a", Soon, Noon));

        Assert.Null(confirmed.WakeAt);
        Assert.Empty(confirmed.Take("a", Later, Noon).Events);
        Assert.Empty(confirmed.Confirm("a", Soon, Noon).Events);
        Assert.Empty(confirmed.Release("a", Soon, Noon).Events);
    }

    [Fact]
    public void An_attempt_past_its_deadline_takes_nothing()
    {
        var decision = Claim.Initial.Take("a", Soon, Soon.End);

        Assert.Equal(Rejections.TooLate, decision.Reply.Rejection);
    }

    [Fact]
    public void Only_the_attempt_that_doubted_last_gives_it_up()
    {
        var (_, doubted) = Do(Taken(), c => c.Doubt("a", Soon, Noon));
        var (_, wanted) = Do(doubted, c => c.Take("a", Later, Noon));

        Assert.Empty(wanted.Release("a", Soon, Noon).Events);
        Assert.Single(doubted.Release("a", Soon, Noon).Events);
        Assert.Empty(doubted.Release("b", Soon, Noon).Events);
    }

    [Fact]
    public void The_owner_is_asked_when_all_of_its_attempts_have_ended()
    {
        var (_, longest) = Do(Taken(), c => c.Take("a", Later, Noon));
        var (_, shorter) = Do(longest, c => c.Doubt("a", Soon, Noon));
        var due = Later.End + Claim.Grace;

        Assert.False(shorter.Question(due.AddMilliseconds(-1)).Reply.IsAccepted);
        Assert.Equal(shorter, shorter.Question(due).Reply.Value);
    }

    [Fact]
    public void What_the_owner_does_not_know_is_freed_and_what_it_knows_is_certain()
    {
        var taken = Taken();

        Assert.Equal(
            Claim.Initial with
            {
                FormerOwner = "a",
            },
            Do(taken, c => c.Settle(taken, owns: false)).Claim
        );
        Assert.Null(Do(taken, c => c.Settle(taken, owns: true)).Claim.WakeAt);
    }

    [Fact]
    public void An_answer_about_what_was_is_not_listened_to()
    {
        var asked = Taken();
        var (_, wanted) = Do(asked, c => c.Take("a", Later, Noon));

        Assert.Empty(wanted.Settle(asked, owns: false).Events);
    }

    /// <summary>
    /// Two owners make attempts that overlap, die at any step and come late. Whoever has written
    /// the value down keeps it, and nobody else has.
    /// </summary>
    [Fact]
    public void A_value_is_never_written_down_by_two() =>
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 3], Gen.Int[0, 90])
            .Array[1, 40]
            .Sample(
                steps =>
                {
                    var world = new World();
                    foreach (var (what, attempt, seconds) in steps)
                    {
                        world.Step(what, attempt, TimeSpan.FromSeconds(seconds));
                        Assert.True(world.Owners.Count <= 1, "Two have written it down.");
                        Assert.All(world.Owners, owner => Assert.Equal(owner, world.Claim.Owner));
                    }
                },
                iter: Cases.Count
            );

    private static Claim Taken() => Do(Claim.Initial, c => c.Take("a", Soon, Noon)).Claim;

    private static (Outcome<T> Reply, Claim Claim) Do<T>(
        Claim claim,
        Func<Claim, Decision<T, ClaimEvent>> decide
    )
    {
        var decision = decide(claim);
        return (
            decision.Reply,
            decision.Events.Aggregate(claim, (c, happened) => c.Evolve(happened, Noon))
        );
    }

    /// <summary>Owners that claim, write and confirm, or doubt, write and release.</summary>
    private sealed class World
    {
        private readonly Attempt?[] _attempts = new Attempt?[4];
        private DateTimeOffset _now = Noon;
        private (Claim About, bool Owns)? _question;

        public Claim Claim { get; private set; } = Claim.Initial;

        public HashSet<string> Owners { get; } = new(StringComparer.Ordinal);

        public void Step(int what, int slot, TimeSpan passed)
        {
            // Two attempts of each of two owners; an owner's own take turns.
            var owner = slot < 2 ? "a" : "b";
            var attempt = _attempts[slot];
            switch (what)
            {
                case 0:
                    _now += passed;
                    break;
                case 1 when !InTurn(slot):
                    Begin(slot, owner);
                    break;
                case 2 when attempt is { Wants: true, Claimed: true, Written: false }:
                    _attempts[slot] = attempt with { Written = Write(attempt, owner, owns: true) };
                    break;
                case 3 when attempt is { Wants: false, Claimed: true, Written: false }:
                    _attempts[slot] = attempt with { Written = Write(attempt, owner, owns: false) };
                    break;
                case 4 when attempt is { Written: true, Wants: true }:
                    Apply(Claim.Confirm(owner, attempt.NotAfter, _now));
                    break;
                case 5 when attempt is { Written: true, Wants: false }:
                    Apply(Claim.Release(owner, attempt.NotAfter, _now));
                    break;
                case 6:
                    _attempts[slot] = null;
                    break;
                case 7 when Claim.Question(_now).Reply.Value is { } asked:
                    _question = (asked, Owners.Contains(asked.Owner!));
                    break;
                case 8 when _question is var (about, owns):
                    Apply(Claim.Settle(about, owns));
                    _question = null;
                    break;
            }
        }

        private bool InTurn(int slot) =>
            _attempts[slot] is not null || _attempts[slot ^ 1] is not null;

        private void Begin(int slot, string owner)
        {
            var notAfter = new Deadline(_now.AddSeconds(10).AddTicks(slot));
            var wants = !Owners.Contains(owner);
            if (wants)
            {
                var taken = Claim.Take(owner, notAfter, _now);
                Apply(taken);
                _attempts[slot] = new(notAfter, wants, taken.Reply.Value == owner, Written: false);
            }
            else
            {
                Apply(Claim.Doubt(owner, notAfter, _now));
                _attempts[slot] = new(notAfter, wants, Claimed: true, Written: false);
            }
        }

        private bool Write(Attempt attempt, string owner, bool owns)
        {
            if (attempt.NotAfter.HasPassed(_now))
                return false;
            if (owns)
                Owners.Add(owner);
            else
                Owners.Remove(owner);
            return true;
        }

        private void Apply<T>(Decision<T, ClaimEvent> decision) =>
            Claim = decision.Events.Aggregate(Claim, (c, happened) => c.Evolve(happened, _now));
    }

    private sealed record Attempt(Deadline NotAfter, bool Wants, bool Claimed, bool Written);
}
