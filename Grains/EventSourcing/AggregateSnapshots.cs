using System.Text.Json;

namespace Commerce.EventSourcing;

/// <summary>How an aggregate is kept so that it loads fast. Nothing depends on it.</summary>
public abstract partial class AggregateGrain<TState, TEvent>
{
    private (TState State, long Version)? ReadSnapshot()
    {
        if (
            SnapshotFormat is not { } format
            || runtime.Snapshots.Read(Stream, format.Fold) is not { } kept
        )
            return null;

        try
        {
            var state = JsonSerializer.Deserialize(kept.State, format.Json);
            return state is null ? null : (state, kept.Version);
        }
        catch (JsonException)
        {
            return null; // Nothing depends on a snapshot.
        }
    }

    private void OfferSnapshot()
    {
        if (SnapshotFormat is { } format && Version - _snapshotVersion >= format.Pause(_durable))
        {
            var (state, version) = (_durable, Version);
            _snapshotVersion = version;
            runtime.Snapshots.Offer(
                Stream,
                format.Fold,
                version,
                () => JsonSerializer.SerializeToUtf8Bytes(state, format.Json)
            );
        }
    }
}
