using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>How the views stand in their store.</summary>
internal sealed class ViewBuilds(IViewStore store, IEnumerable<IView> views, IJournal journal)
    : IViewBuilds
{
    public async Task<ImmutableArray<ViewStanding>> All()
    {
        // Asked before the rows: they may have come further than that.
        var (head, at) = (journal.Head, journal.HeadAt);
        return [.. (await store.Progress()).Select(each => Standing(each, head, at))];
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

    private static ViewStanding Standing(ViewProgress view, long head, DateTimeOffset at) =>
        new(
            view.View,
            view.Version,
            view.IsComplete,
            view.Position,
            view.Position < head && at > view.At ? at - view.At : TimeSpan.Zero
        );
}
