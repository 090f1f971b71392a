namespace Commerce.EventSourcing;

/// <summary>What operators are told of an aggregate.</summary>
public abstract partial class AggregateGrain<TState, TEvent> : IInspected
{
    public Task<Outcome<GrainInspection>> Inspect()
    {
        if (Version == 0)
        {
            // Whoever tries ids out leaves nothing in memory.
            DeactivateOnIdle();
            return Task.FromResult<Outcome<GrainInspection>>(InspectionRejections.NotFound);
        }

        return Task.FromResult<Outcome<GrainInspection>>(
            new GrainInspection(
                Version,
                _pending.Count,
                RuntimeIdentity,
                State.WakeAt,
                StateSummary.Of(State)
            )
        );
    }
}
