using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Commerce.Payments;

/// <summary>How much of the store a provider in trouble may take up.</summary>
internal static class ProviderPipeline
{
    /// <summary>Calls that may be out at once, beyond which there is no room.</summary>
    private const int CallsMax = 512;

    /// <summary>The share of calls that fail, from which on it is not called.</summary>
    private const double FailuresMax = 0.5;

    /// <summary>Fewer calls than this within the time tell nothing.</summary>
    private const int CallsMin = 20;

    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Less than what a payment gives a call: it is over before somebody else takes it up.
    /// </summary>
    private static readonly TimeSpan CallMax = Payment.CallMax / 2;

    public static ResiliencePipeline Build(
        TimeProvider time,
        CircuitBreakerStateProvider breaker
    ) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddConcurrencyLimiter(CallsMax, queueLimit: 0)
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    FailureRatio = FailuresMax,
                    MinimumThroughput = CallsMin,
                    SamplingDuration = Sampled,
                    BreakDuration = Rest,
                    StateProvider = breaker,
                }
            )
            .AddTimeout(new TimeoutStrategyOptions { Timeout = CallMax })
            .Build();
}
