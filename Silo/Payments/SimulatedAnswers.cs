using PaymentSimulator;

namespace Commerce.Payments;

/// <summary>What the simulated provider says, in the terms of any provider.</summary>
internal static class SimulatedAnswers
{
    public static ProviderAnswer Read(Answer answer) =>
        new(
            answer.Charge,
            answer.Status switch
            {
                AnswerStatus.Declined => ProviderVerdict.Declined,
                AnswerStatus.ActionRequired => ProviderVerdict.ActionRequired,
                AnswerStatus.Refused => ProviderVerdict.Refused,
                _ => ProviderVerdict.Approved,
            },
            answer.Code,
            answer.NextAction?.ToString(),
            answer.Authorized,
            answer.Captured,
            answer.Refunded,
            answer.Voided,
            answer.Sequence
        );
}
