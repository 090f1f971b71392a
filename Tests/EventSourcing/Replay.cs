using System.Text.Json;

namespace Commerce.EventSourcing;

/// <summary>Makes a state again, from its events as they are stored.</summary>
internal static class Replay
{
    public static TState Of<TState, TEvent>(
        IEnumerable<(TEvent Happened, DateTimeOffset At)> journal
    )
        where TState : IAggregate<TState, TEvent>
        where TEvent : IDomainEvent<TEvent> =>
        journal.Aggregate(
            TState.Initial,
            (state, each) => state.Evolve(Stored(each.Happened), each.At)
        );

    private static TEvent Stored<TEvent>(TEvent happened)
        where TEvent : IDomainEvent<TEvent> =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(happened, TEvent.Json), TEvent.Json)!;
}
