using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Microsoft.Extensions.Caching.Memory;

namespace Commerce.Views;

/// <summary>
/// What was read of late is told again while the store of the views is away: shoppers go on
/// looking. Whoever writes hears that it is away.
/// </summary>
internal sealed class RememberedViews(IViewStore store) : IViewStore, IDisposable
{
    /// <summary>Answers that are kept: pages of lists, for the most part.</summary>
    private const int AnswersMax = 2_000;

    /// <summary>Older answers are nothing to go by.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = AnswersMax });

    public Task Prepare(IReadOnlyList<IView> views, string incarnation, long head) =>
        store.Prepare(views, incarnation, head);

    public Task Begin(IView view, string incarnation) => store.Begin(view, incarnation);

    public Task<ImmutableArray<ViewBuild>> Builds(int part) => store.Builds(part);

    public Task<IReadOnlyDictionary<RowKey, byte[]>> Rows(IReadOnlyCollection<RowKey> keys) =>
        store.Rows(keys);

    public Task<bool> Write(int part, IReadOnlyList<ViewStep> steps) => store.Write(part, steps);

    public Task CatchUp(long build, int part) => store.CatchUp(build, part);

    public Task<bool> Sweep() => store.Sweep();

    public Task<bool> IsComplete(IView view) =>
        Remember(("complete", view.Name), () => store.IsComplete(view));

    public Task<ViewProgress?> Progress(IView view) =>
        Remember(("progress", view.Name), () => store.Progress(view));

    public Task<ImmutableArray<ViewProgress>> Progress() => store.Progress();

    /// <summary>A row may have come or gone since by the time of day alone.</summary>
    public Task<List<(Mark Mark, byte[] Body)>> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    ) => Remember((view.Name, list, after, max), () => store.Page(view, list, after, max, at));

    public Task<List<ListSize>> Lists(IView view, string prefix, string after, int max) =>
        Remember((view.Name, prefix, after, max), () => store.Lists(view, prefix, after, max));

    public Task<List<byte[]?>> Rows(IView view, IReadOnlyList<string> keys) =>
        Remember((view.Name, string.Join('\n', keys)), () => store.Rows(view, keys));

    public Task<List<SeriesPoint>> Total(
        IView view,
        string total,
        string from,
        string until,
        int width
    ) => store.Total(view, total, from, until, width);

    public Task<List<DeadLetter>> DeadLetters(string view, long position, int max) =>
        store.DeadLetters(view, position, max);

    public void Dispose()
    {
        _answers.Dispose();
        (store as IDisposable)?.Dispose();
    }

    private async Task<T> Remember<T>(object question, Func<Task<T>> ask)
    {
        try
        {
            var answer = await ask();
            _answers.Set(
                question,
                answer,
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = AgeMax }
            );
            return answer;
        }
        catch (JournalUnavailableException) when (_answers.TryGetValue(question, out var answer))
        {
            return (T)answer!;
        }
    }
}
