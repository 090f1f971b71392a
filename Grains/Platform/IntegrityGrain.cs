using Commerce.EventSourcing;

namespace Commerce.Platform;

/// <summary>Keeps its books between reports, so that each reads only what is new.</summary>
[GrainType("integrity")]
public sealed class IntegrityGrain(IJournal journal) : Grain, IIntegrityGrain
{
    private const int PageMax = 1_000;

    private readonly Books _books = new();

    public async Task<IntegrityReport> Report()
    {
        var cut = journal.Head;
        while (_books.Position < cut)
        {
            var events = await journal.ReadTail(_books.Position, PageMax);
            foreach (var recorded in events.TakeWhile(each => each.Position <= cut))
            {
                _books.Take(recorded);
            }
        }

        return _books.Report();
    }
}
