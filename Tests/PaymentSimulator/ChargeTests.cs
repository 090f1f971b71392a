using CsCheck;
using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>The pure rules of amounts.</summary>
public sealed class ChargeTests
{
    /// <summary>
    /// Whatever is asked in whatever order: no amount falls or exceeds what it is a part of, the
    /// sequence counts the changes, and a refusal changes nothing.
    /// </summary>
    [Fact]
    public void Amounts_never_fall_and_never_exceed_what_they_are_part_of() =>
        Gen.Select(Gen.Int[0, 3], Gen.Long[-1, 60])
            .List[0, 40]
            .Sample(steps =>
            {
                var charge = Opened(AnswerStatus.ActionRequired, authorized: 0);
                foreach (var (kind, amount) in steps)
                {
                    var verdict = kind switch
                    {
                        0 => charge.Capture(amount),
                        1 => charge.Refund(amount),
                        2 when amount > 50 => charge.Void(),
                        _ => charge.Act(approve: amount >= 0),
                    };
                    var next = verdict.Next ?? charge;
                    Assert.Equal(verdict.Next is null, verdict.Status is AnswerStatus.Refused);
                    Assert.Equal(charge.Sequence + (verdict.Next is null ? 0 : 1), next.Sequence);
                    Holds(charge, next);
                    charge = next;
                }
            });

    [Fact]
    public void A_void_frees_what_is_not_captured_and_ends_captures()
    {
        var charge = Opened(AnswerStatus.Authorized, authorized: 100);

        var voided = charge.Capture(30).Next!.Void().Next!;

        Assert.Equal((30, 70), (voided.Captured, voided.Voided));
        Assert.Equal("exceeds_authorized", voided.Capture(1).Code);
        Assert.Equal("nothing_to_void", voided.Void().Code);
        Assert.Equal(30, voided.Refund(30).Next!.Refunded);
    }

    private static void Holds(Charge before, Charge now)
    {
        Assert.InRange(now.Authorized, before.Authorized, now.Amount);
        Assert.InRange(now.Captured, before.Captured, now.Authorized);
        Assert.InRange(now.Refunded, before.Refunded, now.Captured);
        Assert.InRange(now.Voided, before.Voided, now.Authorized - now.Captured);
    }

    private static Charge Opened(AnswerStatus status, long authorized) =>
        new("ch_1", "pay_1", 100, "EUR", "tok", status, null, authorized, 0, 0, 0, 1);
}
