using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Views;

/// <summary>
/// Asks the projections of the parts that this silo looks after to catch up: after a start, and for
/// whatever no stream told them.
/// </summary>
internal sealed partial class ProjectionClock(
    IViewStore store,
    IEnumerable<IView> views,
    IJournal journal,
    IPlace place,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<ProjectionClock> log
) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Task[] _asked = [.. Enumerable.Repeat(Task.CompletedTask, Part.Count)];

    /// <summary>Lets what is complete be known as complete before anyone is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.Prepare([.. views], journal.Incarnation, journal.Head);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            var (index, count) = place.Now;
            for (var part = 0; part < Part.Count; part++)
            {
                if (index >= 0 && part % count == index && _asked[part].IsCompleted)
                    _asked[part] = Ask(part, stoppingToken);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Ask(int part, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && await grains.Projection(part).CatchUp())
            {
                // Some way further at a time, so that news comes in between.
            }
        }
#pragma warning disable CA1031 // It is asked again, whatever kept it from it.
        catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            CatchingUpFailed(log, part, e);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The views of part {Part} do not catch up: lists trail. It is tried again."
    )]
    private static partial void CatchingUpFailed(ILogger log, int part, Exception e);
}
