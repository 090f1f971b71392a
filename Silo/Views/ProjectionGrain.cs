using System.Globalization;
using Commerce.EventSourcing;
using Commerce.Platform;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Commerce.Views;

/// <summary>The consumer of a part's stream that keeps the views of it.</summary>
[GrainType("projection"), ImplicitStreamSubscription(Part.Namespace)]
internal sealed class ProjectionGrain(
    IViewStore store,
    IEnumerable<IView> views,
    IJournal journal,
    ILogger<ViewProjector> log
) : Grain, IProjectionGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<EventBatch>
{
    private ViewProjector Projector =>
        field ??= new(
            int.Parse(this.GetPrimaryKeyString(), CultureInfo.InvariantCulture),
            store,
            views,
            journal,
            log
        );

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<EventBatch>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<EventBatch>> items) =>
        Projector.Take([.. items.Select(each => each.Item)]);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<bool> CatchUp() => Projector.CatchUp();

    public Task<Outcome<DeadLetter>> Redeliver(string view, long position) =>
        Projector.Redeliver(view, position);
}
