namespace Commerce.EventSourcing;

/// <summary>An immutable state that a journal of events folds into.</summary>
public interface IAggregate<TSelf, TEvent>
    where TSelf : IAggregate<TSelf, TEvent>
{
    static abstract TSelf Initial { get; }

    /// <summary>When something next falls due by itself, if anything does.</summary>
    DateTimeOffset? WakeAt => null;

    /// <summary>Applies one fact. Total, pure, and without an opinion: it never rejects.</summary>
    /// <param name="happened">The fact.</param>
    /// <param name="at">When it happened. Within one aggregate this never goes back.</param>
    TSelf Evolve(TEvent happened, DateTimeOffset at);
}
