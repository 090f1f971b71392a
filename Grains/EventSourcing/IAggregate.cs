namespace Commerce.EventSourcing;

/// <summary>An immutable state that a journal of events folds into.</summary>
public interface IAggregate<TSelf, TEvent>
    where TSelf : IAggregate<TSelf, TEvent>
{
    static abstract TSelf Initial { get; }

    /// <summary>When something next falls due by itself, if anything does.</summary>
    DateTimeOffset? WakeAt => null;

    /// <summary>
    /// From when on its events may be taken out of the journal, once it has come to its end: no
    /// decision on it makes any after that. It is woken for it, by its <see cref="WakeAt"/>.
    /// </summary>
    DateTimeOffset? RemoveAt => null;

    /// <summary>Applies one fact. Total, pure, and without an opinion: it never rejects.</summary>
    /// <param name="happened">The fact.</param>
    /// <param name="at">When it happened. Within one aggregate this never goes back.</param>
    TSelf Evolve(TEvent happened, DateTimeOffset at);
}
