using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Microsoft.Extensions.Caching.Memory;

namespace Commerce.Views;

/// <summary>
/// What was read of late is told again while the store of the views is away: shoppers go on
/// looking.
/// </summary>
internal sealed class RememberedViews(IViewRows rows) : IViewRows, IDisposable
{
    /// <summary>Answers that are kept: pages of lists, for the most part.</summary>
    private const int AnswersMax = 2_000;

    /// <summary>Older answers are nothing to go by.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = AnswersMax });

    public Task<bool> IsComplete(IView view) =>
        Remember(("complete", view.Name), () => rows.IsComplete(view));

    public Task<ViewProgress?> Progress(IView view) =>
        Remember(("progress", view.Name), () => rows.Progress(view));

    public Task<ImmutableArray<ViewProgress>> Progress() => rows.Progress();

    /// <summary>A row may have come or gone since by the time of day alone.</summary>
    public Task<List<(Mark Mark, byte[] Body)>> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    ) => Remember((view.Name, list, after, max), () => rows.Page(view, list, after, max, at));

    public Task<List<ListSize>> Lists(IView view, string prefix, string after, int max) =>
        Remember((view.Name, prefix, after, max), () => rows.Lists(view, prefix, after, max));

    public Task<List<byte[]?>> Rows(IView view, IReadOnlyList<string> keys) =>
        Remember((view.Name, string.Join('\n', keys)), () => rows.Rows(view, keys));

    public Task<List<SeriesPoint>> Total(
        IView view,
        string total,
        string from,
        string until,
        int width
    ) => rows.Total(view, total, from, until, width);

    public Task<List<DeadLetter>> DeadLetters(string view, long position, int max) =>
        rows.DeadLetters(view, position, max);

    public void Dispose() => _answers.Dispose();

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
