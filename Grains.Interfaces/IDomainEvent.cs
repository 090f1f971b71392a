using System.Text.Json.Serialization.Metadata;

namespace Commerce;

/// <summary>
/// The events of one kind of aggregate. They are stored for ever as JSON, whose shape the type
/// itself names, so that a new domain registers nothing.
/// </summary>
public interface IDomainEvent<TSelf>
    where TSelf : IDomainEvent<TSelf>
{
    /// <summary>The tolerant, source-generated shape in which these events are stored.</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }
}
