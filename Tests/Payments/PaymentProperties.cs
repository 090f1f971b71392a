using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Payments;

/// <summary>
/// However calls fail, repeat and overtake each other: money is asked for once, never more is
/// captured or refunded than there is, the last refund takes the exact rest, nothing that is
/// abandoned is kept, and replay gives the same payment.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class PaymentProperties
{
    private const long Total = 1_000;
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private abstract record Command;

    private sealed record Request : Command;

    private sealed record Operate(PaymentAction Action, int Key, int? Amount) : Command;

    /// <summary>The driver's next step; its answer may be lost.</summary>
    private sealed record Drive(bool IsLost) : Command;

    /// <summary>Old news, once more.</summary>
    private sealed record Repeat(int Which) : Command;

    private sealed record Agree : Command;

    private sealed record Abandon : Command;

    private sealed record Lapse(int Minutes) : Command;

    private static readonly Gen<Command> AnyCommand = Gen.Frequency<Command>(
        (2, Gen.Const((Command)new Request())),
        (
            4,
            Gen.Select(
                Gen.Int[1, 3].Select(action => (PaymentAction)action),
                Gen.Int[0, 12],
                Gen.Int[-1, 700],
                (action, key, amount) =>
                    (Command)new Operate(action, key, amount == -1 ? null : amount)
            )
        ),
        (6, Gen.Bool.Select(isLost => (Command)new Drive(isLost))),
        (3, Gen.Int[0, 40].Select(which => (Command)new Repeat(which))),
        (1, Gen.Const((Command)new Agree())),
        (1, Gen.Const((Command)new Abandon())),
        (1, Gen.Int[0, 20].Select(minutes => (Command)new Lapse(minutes)))
    );

    [Fact]
    public void Money_moves_once_and_never_beyond_what_there_is() =>
        Gen.Select(
                Gen.Int[1, 3].Select(verdict => (ProviderVerdict)verdict),
                AnyCommand.List[0, 40]
            )
            .Sample(
                (verdict, commands) =>
                {
                    var run = new Run(verdict);
                    foreach (var command in commands)
                    {
                        run.Take(command);
                        run.Check();
                    }

                    run.Finish();
                },
                iter: Cases.Count
            );

    private sealed class Run(ProviderVerdict verdict)
    {
        private readonly SketchedProvider _provider = new(verdict);
        private readonly List<(PaymentEvent Happened, DateTimeOffset At)> _journal = [];
        private Payment _payment = Payment.Initial;
        private DateTimeOffset _now = Noon;
        private bool _mayDoubt;

        public void Take(Command command)
        {
            _now += TimeSpan.FromSeconds(1);
            switch (command)
            {
                case Request:
                    Twice(payment =>
                        payment.Request(new(new(Total, new("EUR")), "tok", "order/ord_1"))
                    );
                    break;
                case Operate(var action, var key, var amount):
                    var named = new RequestKey($"k{key}", $"{action}{amount}");
                    Twice(payment =>
                        payment.Operate(action, $"op{_journal.Count}", named, amount, "")
                    );
                    break;
                case Drive(var isLost):
                    Step(isLost);
                    break;
                case Repeat(var which) when _provider.Told.Count > 0:
                    var old = _provider.Told[which % _provider.Told.Count];
                    Twice(payment => payment.Learn(WithoutRefusal(old), _now));
                    break;
                case Agree:
                    _provider.Agree(Total);
                    break;
                case Abandon:
                    Twice(payment => payment.Abandon());
                    break;
                case Lapse(var minutes):
                    _now += TimeSpan.FromMinutes(minutes);
                    Twice(payment => payment.Lapse(_now));
                    break;
            }
        }

        public void Check()
        {
            var (authorized, captured, refunded, voided) = _payment.Amounts;
            Assert.InRange(refunded, 0, captured);
            Assert.InRange(captured + voided, 0, authorized);
            Assert.InRange(_provider.Charges, 0, 1);
            Assert.Equal(0, _provider.Refusals);
            Assert.InRange(authorized, 0, Total);
            var replayed = Replay.Of<Payment, PaymentEvent>(_journal);
            Assert.Equal(Print(_payment), Print(replayed));
        }

        /// <summary>Once nothing gets lost any more, all comes to rest and adds up.</summary>
        public void Finish()
        {
            for (var i = 0; i < 200 && _payment.Work is not null; i++)
            {
                Step(isLost: false);
                Check();
            }

            Assert.Null(_payment.Work);
            if (_payment.Stage is PaymentStage.Authorized)
            {
                Assert.Equal(_provider.Amounts, _payment.Amounts);
                var (authorized, captured, refunded, voided) = _payment.Amounts;
                Assert.True(
                    !_payment.IsAbandoned || authorized - voided - refunded == 0,
                    "Abandoned money is kept."
                );
                RefundTheRest(captured - refunded);
            }
        }

        private void RefundTheRest(long rest)
        {
            var all = new RequestKey("the-rest", "all");
            var asked = _payment.Operate(PaymentAction.Refund, "last", all, amount: null, "");

            Assert.Equal(rest > 0, asked.Reply.IsAccepted);
            Assert.True(!asked.Reply.IsAccepted || asked.Reply.Value.Amount == rest);
        }

        private void Step(bool isLost)
        {
            switch (_payment.Work)
            {
                case PaymentWork.Authorize(var isFirst):
                    var key = "auth";
                    var answer =
                        isFirst && !_mayDoubt
                            ? _provider.Authorize(key, Total)
                            : _provider.Find(key)
                                ?? (
                                    _payment.IsAbandoned ? Nothing : _provider.Authorize(key, Total)
                                );
                    _mayDoubt = true;
                    Decide(payment => isLost ? payment.Doubt() : payment.Learn(answer, _now));
                    break;
                case PaymentWork.Operate(var operation):
                    var done = _provider.Operate(operation.Id, operation.Action, operation.Amount);
                    if (!isLost)
                    {
                        Twice(payment => payment.Learn(operation.Id, done, _now));
                    }

                    break;
                case PaymentWork.GiveBack(var action):
                    Decide(payment => payment.GiveBack(action, $"op{_journal.Count}"));
                    break;
            }
        }

        private static ProviderAnswer Nothing { get; } =
            new("", ProviderVerdict.Declined, "abandoned", null, 0, 0, 0, 0, Sequence: 1);

        /// <summary>A webhook tells of the charge, not of one operation that was refused.</summary>
        private static ProviderAnswer WithoutRefusal(ProviderAnswer answer) =>
            answer.Verdict is ProviderVerdict.Refused
                ? answer with
                {
                    Verdict = ProviderVerdict.Approved,
                }
                : answer;

        private void Twice<T>(Func<Payment, Decision<T, PaymentEvent>> decide)
        {
            Decide(decide);
            Assert.Empty(decide(_payment).Events);
        }

        private void Decide<T>(Func<Payment, Decision<T, PaymentEvent>> decide)
        {
            foreach (var happened in decide(_payment).Events)
            {
                _journal.Add((happened, _now));
                _payment = _payment.Evolve(happened, _now);
            }
        }

        private static string Print(Payment payment) =>
            payment.Stage is PaymentStage.New
                ? $"new {payment.IsAbandoned}"
                : $"{payment with { Operations = Payment.Initial.Operations }}"
                    + string.Join(' ', payment.Operations);
    }
}
