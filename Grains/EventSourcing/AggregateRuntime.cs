namespace Commerce.EventSourcing;

/// <summary>What every aggregate grain stands on.</summary>
public sealed record AggregateRuntime(
    IJournal Journal,
    ISnapshots Snapshots,
    TimeProvider Time,
    IdGenerator Ids
);
