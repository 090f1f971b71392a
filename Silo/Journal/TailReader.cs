using Commerce.EventSourcing;
using Commerce.Telemetry;

namespace Commerce.Journal;

/// <summary>
/// Takes one consumer along the journal's tail, in bounded batches, from the position that the
/// consumer kept. One that fails is asked again after growing pauses, and nothing is skipped.
/// </summary>
public sealed partial class TailReader(
    IJournal journal,
    ITailConsumer consumer,
    TimeProvider time,
    ILogger<TailReader> log
) : BackgroundService
{
    /// <summary>Events that a consumer gets at once.</summary>
    public const int BatchMax = 1_000;

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(10);

    private bool _isBehind; // There was more than a batch.
    private TaskCompletionSource _applied = NewSignal();
    private TaskCompletionSource _startOver = NewSignal();

    public ITailConsumer Consumer => consumer;

    /// <summary>How much older the consumer's newest event is than the journal's.</summary>
    public TimeSpan Lag =>
        consumer.Position.Position < journal.Head && journal.HeadAt > consumer.At
            ? journal.HeadAt - consumer.At
            : TimeSpan.Zero;

    /// <summary>Lets what is complete be known as complete before anyone is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Settle();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Completes when the consumer has applied the journal up to there.</summary>
    public async Task UntilApplied(long position, CancellationToken cancellation)
    {
        for (
            var applied = Volatile.Read(ref _applied);
            consumer.Position.Position < position;
            applied = Volatile.Read(ref _applied)
        )
        {
            await applied.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Soon takes the consumer along the whole journal again.</summary>
    public void StartOver() => Volatile.Read(ref _startOver).TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = PauseMin;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Follow(stoppingToken);
                pause = PauseMin;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge of a process: whatever failed is tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                ConsumerFailed(log, consumer.Name, consumer.Position.Position, pause, e);
                await Task.Delay(pause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        if (_startOver.Task.IsCompleted)
        {
            Volatile.Write(ref _startOver, NewSignal());
            await consumer.StartOver(journal.Incarnation);
        }

        await Settle();
        var position = consumer.Position.Position;
        if (!_isBehind)
        {
            await Task.WhenAny(journal.WaitBeyond(position, stop), _startOver.Task);
            await Task.Delay(consumer.Linger, time, stop);
            if (_startOver.Task.IsCompleted)
            {
                return;
            }
        }

        var events = await journal.ReadTail(position, BatchMax);
        _isBehind = events.Count == BatchMax;
        if (events.Count == 0)
        {
            return;
        }

        using (Spans.Apply(consumer.Name, events))
        {
            await consumer.Apply(events);
        }

        Interlocked.Exchange(ref _applied, NewSignal()).SetResult();
    }

    /// <summary>
    /// A position of another history, or one that is not there yet, means nothing.
    /// </summary>
    private async Task Settle()
    {
        var (incarnation, position) = consumer.Position;
        if (incarnation != journal.Incarnation || position > journal.Head)
        {
            await consumer.StartOver(journal.Incarnation);
        }

        if (consumer.Position.Position == journal.Head)
        {
            await consumer.CatchUp();
        }
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(
        LogLevel.Error,
        "{Consumer} failed behind position {Position} and is asked again after {Pause}."
    )]
    private static partial void ConsumerFailed(
        ILogger log,
        string consumer,
        long position,
        TimeSpan pause,
        Exception e
    );
}
