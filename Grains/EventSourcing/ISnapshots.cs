using System.Text.Json.Serialization.Metadata;

namespace Commerce.EventSourcing;

/// <summary>Where states are kept so that long streams load fast. Disposable at any time.</summary>
public interface ISnapshots
{
    /// <summary>The newest snapshot of that fold number, or <c>null</c>.</summary>
    Snapshot? Read(string stream, int fold);

    /// <summary>
    /// Keeps a snapshot some time later, or never: nobody waits, nothing depends on it.
    /// </summary>
    void Offer(string stream, int fold, long version, Func<byte[]> serialize);
}

/// <summary>A state, and how many events made it.</summary>
public sealed record Snapshot(long Version, byte[] State);

/// <summary>How one kind of aggregate is kept as a snapshot.</summary>
/// <param name="Fold">
/// Rises when <c>Evolve</c> changes meaning: older snapshots are passed over.
/// </param>
/// <param name="Size">
/// How many entries a state has: a snapshot is worth it after as many events, so that writing them
/// costs each event the same, however large the state is.
/// </param>
/// <param name="Every">After how many events, at least, a new one is worth it.</param>
public sealed record SnapshotFormat<TState>(
    JsonTypeInfo<TState> Json,
    int Fold,
    Func<TState, int> Size,
    int Every = 1_000
)
{
    /// <summary>How many events to let pass between two snapshots of such a state.</summary>
    public int Pause(TState state) => int.Max(Every, Size(state));
}
