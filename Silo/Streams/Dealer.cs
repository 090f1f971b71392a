using Commerce.EventSourcing;

namespace Commerce.Streams;

/// <summary>
/// Reads the journal's tail, once for all streams of this silo, and deals what happened to the
/// parts. Whatever it cannot deal, because the store is away or somebody is slow, is missing from
/// the news and in the journal.
/// </summary>
internal sealed partial class Dealer(IJournal journal, TimeProvider time, ILogger<Dealer> log)
    : BackgroundService
{
    /// <summary>
    /// How long events gather before they are news: a busy journal is not told event by event, and
    /// a row that changes several times in a moment is written once.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly Inbox[] _inboxes =
    [
        .. Enumerable.Range(0, Part.Count).Select(part => new Inbox(part)),
    ];

    public Inbox Of(int part) => _inboxes[part];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var position = Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await journal.WaitBeyond(position, stoppingToken);
                await Task.Delay(Linger, time, stoppingToken);
                position = await Deal(position);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException e)
            {
                NewsLost(log, e);
                position = Begin();
            }
        }
    }

    /// <summary>Deals all up to the head; the position it came to.</summary>
    private async Task<long> Deal(long position)
    {
        while (true)
        {
            var events = await journal.ReadTail(position, Inbox.Capacity);
            if (events.Count > 0)
            {
                position = events[^1].Position;
                Deal(events);
            }

            if (events.Count < Inbox.Capacity)
                return position;
        }
    }

    private void Deal(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var part in events.GroupBy(each => Part.Of(each.Stream)))
        {
            _inboxes[part.Key].Add([.. part], events[^1].Position, events[^1].At);
        }
    }

    /// <summary>News is what happens from now on.</summary>
    private long Begin()
    {
        var position = journal.Head;
        foreach (var inbox in _inboxes)
            inbox.Begin(position);

        return position;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Some news is left out, as it cannot be read; who wants it finds it in the journal."
    )]
    private static partial void NewsLost(ILogger log, Exception e);
}
