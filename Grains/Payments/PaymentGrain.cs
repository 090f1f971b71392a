using Commerce.EventSourcing;
using Microsoft.Extensions.Logging;

namespace Commerce.Payments;

/// <summary>
/// Drives one payment: the intent first, then the provider, then what it answered.
/// </summary>
[GrainType("payment")]
public sealed partial class PaymentGrain(
    AggregateRuntime runtime,
    IPaymentProviderPort provider,
    ILogger<PaymentGrain> log
) : AggregateGrain<Payment, PaymentEvent>(runtime), IPaymentGrain
{
    // Tried again with the same key before the outcome counts as unknown.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(0.2),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
    ];

    private Task _driving = Task.CompletedTask;
    private int _waiting;

    private PaymentId Id => new(this.GetPrimaryKeyString());

    public async Task<PaymentStanding> Authorize(PaymentRequest request, TimeSpan patience)
    {
        await Settle((payment, _) => payment.Request(request));
        await Drive(patience, payment => payment.Stage is not PaymentStage.Processing);
        return Standing();
    }

    public async Task<PaymentStanding> Abandon(TimeSpan patience)
    {
        await Settle((payment, _) => payment.Abandon());
        await Drive(patience, payment => payment.IsSettled);
        return Standing();
    }

    public Task<Outcome<PaymentOperation>> Capture(
        RequestKey key,
        long? amount,
        TimeSpan patience
    ) => Operate(PaymentAction.Capture, key, amount, "", patience);

    public Task<Outcome<PaymentOperation>> Void(RequestKey key, TimeSpan patience) =>
        Operate(PaymentAction.Void, key, amount: null, "", patience);

    public Task<Outcome<PaymentOperation>> Refund(
        RequestKey key,
        long? amount,
        string reason,
        TimeSpan patience
    ) => Operate(PaymentAction.Refund, key, amount, reason, patience);

    public async Task<PaymentStanding> Report(ProviderAnswer news)
    {
        var before = State.Standing(Id, version: 0);
        await Settle((payment, now) => payment.Learn(news, now));
        if (State.Standing(Id, version: 0) != before)
        {
            await Inform();
        }

        return Standing();
    }

    public Task<PaymentStanding> GetStanding() => Task.FromResult(Standing());

    public async Task<Outcome<ProcessStanding>> Retry(TimeSpan patience)
    {
        if (Version == 0)
            return ProcessRejections.NotFound;

        await Settle((payment, _) => payment.Resume());
        await Drive(patience, payment => payment.IsSettled);
        return new ProcessStanding(State.WakeAt, Version);
    }

    protected override async Task OnWake()
    {
        await Settle((payment, now) => payment.Lapse(now));
        await Drive(Payment.CallMax, payment => payment.IsSettled);
    }

    private PaymentStanding Standing() => State.Standing(Id, Version);

    private async Task<Outcome<PaymentOperation>> Operate(
        PaymentAction action,
        RequestKey key,
        long? amount,
        string reason,
        TimeSpan patience
    )
    {
        var id = NewOperation(action);
        var asked = await Settle((payment, _) => payment.Operate(action, id, key, amount, reason));
        if (!asked.IsAccepted)
            return asked;

        var operation = asked.Value.Id;
        await Drive(
            patience,
            payment => payment.Operation(operation).State is not PaymentOperationState.Pending
        );
        return State.Operation(operation) with { IsReplay = asked.Value.IsReplay };
    }

    private string NewOperation(PaymentAction action) =>
        Runtime.Ids.New(action is PaymentAction.Refund ? "rfd" : "opn");

    /// <summary>Sees to it that somebody drives, and waits for what is asked or the time.</summary>
    private async Task Drive(TimeSpan patience, Func<Payment, bool> isDone)
    {
        _waiting++;
        if (_driving.IsCompleted && State.Work is not null)
        {
            _driving = Work();
        }

        try
        {
            var end = Now + patience;
            while (!isDone(State) && Now < end)
            {
                await UntilChanged(Version, end - Now);
            }
        }
        finally
        {
            _waiting--;
        }
    }

    /// <summary>
    /// The one driver: does what is to be done until nothing is, or nobody answers.
    /// </summary>
    private async Task Work()
    {
        var isAwaited = true;
        for (var tries = 0; State.Work is { } work; )
        {
            isAwaited = _waiting > 0;
            try
            {
                await Do(work, isRetry: tries > 0);
                tries = 0;
            }
            catch (ProviderOutOfReachException e) when (tries < Pauses.Length)
            {
                ProviderSilent(log, Id.Value, e.Message);
                await Task.Delay(Pauses[tries++], Runtime.Time);
            }
            catch (ProviderOutOfReachException)
            {
                await Settle((payment, _) => payment.Doubt());
                break;
            }
        }

        if (!isAwaited)
        {
            await Inform();
        }
    }

    private async Task Do(PaymentWork work, bool isRetry)
    {
        var state = State;
        switch (work)
        {
            case PaymentWork.Authorize authorize:
                var answer =
                    authorize.IsFirstTry && !isRetry
                        ? await provider.Authorize(KeyOf("auth"), state.Requested, state.Token)
                        : await Ask(state);
                if (answer is not null)
                {
                    await Settle((payment, now) => payment.Learn(answer, now));
                }

                break;
            case PaymentWork.GiveBack back:
                var id = NewOperation(back.Action);
                await Settle((payment, _) => payment.GiveBack(back.Action, id));
                break;
            case PaymentWork.Operate(var operation):
                var done = await Call(state, operation);
                await Settle((payment, now) => payment.Learn(operation.Id, done, now));
                break;
        }
    }

    /// <summary>
    /// What became of it. Where the provider provably did nothing it is asked for the first time
    /// again, unless nobody wants the money any more.
    /// </summary>
    private async Task<ProviderAnswer?> Ask(Payment state)
    {
        var known = await provider.Find(KeyOf("auth"));
        if (known is not null)
            return known;
        if (!state.IsAbandoned)
            return await provider.Authorize(KeyOf("auth"), state.Requested, state.Token);

        return new(
            "",
            ProviderVerdict.Declined,
            "abandoned",
            NextAction: null,
            Authorized: 0,
            Captured: 0,
            Refunded: 0,
            Voided: 0,
            Sequence: 1
        );
    }

    private Task<ProviderAnswer> Call(Payment state, PaymentOperation operation)
    {
        var amount = state.Requested with { MinorUnits = operation.Amount };
        return operation.Action switch
        {
            PaymentAction.Capture => provider.Capture(KeyOf(operation.Id), state.Charge, amount),
            PaymentAction.Void => provider.Void(KeyOf(operation.Id), state.Charge),
            _ => provider.Refund(KeyOf(operation.Id), state.Charge, amount),
        };
    }

    private string KeyOf(string operation) => $"{Id}:{operation}";

    /// <summary>
    /// Whoever waits for this payment elsewhere should go and ask. It asks anyway, later.
    /// </summary>
    private async Task Inform()
    {
        if (State.Owner.Length == 0)
            return;

        try
        {
            var owner = GrainFactory.GetGrain(GrainId.Parse(State.Owner, provider: null));
            await owner.AsReference<IInformed>().Hear();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            OwnerSilent(log, Id.Value, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The provider did not answer for {Payment}: {Why}")]
    private static partial void ProviderSilent(ILogger log, string payment, string why);

    [LoggerMessage(LogLevel.Warning, "The owner of {Payment} could not be informed.")]
    private static partial void OwnerSilent(ILogger log, string payment, Exception e);
}
