using System.Collections.Immutable;

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

    public async Task<ImmutableArray<GrainMoment>> Replay(long after, int limit)
    {
        var (state, moments) = (TState.Initial, ImmutableArray.CreateBuilder<GrainMoment>());
        await foreach (var (happened, recorded) in History(after: 0))
        {
            state = state.Evolve(happened, recorded.At);
            if (recorded.Version > after)
            {
                moments.Add(new(recorded.Version, StateSummary.Of(state)));
            }

            if (moments.Count == limit)
                break;
        }

        return moments.ToImmutable();
    }
}
