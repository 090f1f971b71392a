using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>How the views stand in their store.</summary>
internal sealed class ViewBuilds(
    IViewStore store,
    IEnumerable<IView> views,
    IJournal journal,
    TimeProvider time
) : IViewBuilds
{
    public async Task<ImmutableArray<ViewStanding>> All()
    {
        var standings = ImmutableArray.CreateBuilder<ViewStanding>();
        foreach (var view in await store.Read.Progress())
        {
            var lag = await LagOf(view);
            standings.Add(new(view.View, view.Version, view.IsComplete, view.Position, lag));
        }

        return standings.ToImmutable();
    }

    public async Task<Outcome<ViewStanding>> Rebuild(string view)
    {
        if (views.FirstOrDefault(each => each.Name == view) is not { } known)
        {
            return ViewRejections.NotFound;
        }

        await store.Begin(known, journal.Incarnation);
        return (await All()).Single(each => each.Name == view);
    }

    /// <summary>The age of the first event that it may not know.</summary>
    private async Task<TimeSpan> LagOf(ViewProgress view) =>
        await journal.ReadTail(view.Position, max: 1) is [var first]
        && time.GetUtcNow() - first.At is { Ticks: > 0 } age
            ? age
            : TimeSpan.Zero;
}
