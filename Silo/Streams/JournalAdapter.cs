using Commerce.EventSourcing;
using Orleans.Streams;

namespace Commerce.Streams;

/// <summary>
/// The journal as an Orleans stream provider: one queue a part, which has one stream. It is read
/// only, as what is appended to the journal is what is published.
/// </summary>
internal sealed class JournalAdapter(string name, Dealer dealer)
    : IQueueAdapterFactory,
        IQueueAdapter,
        IQueueAdapterCache,
        IConsistentRingStreamQueueMapper
{
    private static readonly QueueId[] Queues =
    [
        // Spread over the ring of hashes, on which each silo has a range.
        .. Enumerable
            .Range(0, Part.Count)
            .Select(part =>
                QueueId.GetQueueId(
                    "journal",
                    (uint)part,
                    (uint)part * (uint.MaxValue / (uint)Part.Count)
                )
            ),
    ];

    public string Name => name;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => this;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) =>
        new Receiver(dealer.Of((int)queueId.GetNumericId()));

    public IQueueCache CreateQueueCache(QueueId queueId) => new RecentBatches();

    public IEnumerable<QueueId> GetAllQueues() => Queues;

    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) =>
        Queues.Where(queue => range.InRange(queue.GetUniformHashCode()));

    public QueueId GetQueueForStream(StreamId streamId) =>
        Queues.Single(queue => JournalStreams.Of((int)queue.GetNumericId()) == streamId);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId,
        IEnumerable<T> events,
        StreamSequenceToken? token,
        Dictionary<string, object>? requestContext
    ) => throw new NotSupportedException("What happened is appended to the journal.");

    private sealed class Receiver(Inbox inbox) : IQueueAdapterReceiver
    {
        public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

        public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) =>
            GetQueueMessagesAsync(maxCount, CancellationToken.None);

        /// <summary>Waits until there is something, so that news need not be looked for.</summary>
        public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(
            int maxCount,
            CancellationToken cancellationToken
        )
        {
            try
            {
                return [new JournalBatch(await inbox.Fetch(cancellationToken))];
            }
            catch (OperationCanceledException)
            {
                return [];
            }
        }

        public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

        public Task Shutdown(TimeSpan timeout) => Task.CompletedTask;
    }
}
