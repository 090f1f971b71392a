using Commerce.EventSourcing;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Commerce.Streams;

/// <summary>A batch on its way to who subscribed to its part: one item of the stream.</summary>
[GenerateSerializer, Immutable, Alias("commerce.journal-batch")]
public sealed record JournalBatch(EventBatch Batch) : IBatchContainer
{
    public StreamId StreamId => JournalStreams.Of(Batch.Part);

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Batch.To);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Batch is T item ? [new(item, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
