using System.Globalization;
using Commerce.EventSourcing;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>The parked events of this process's views.</summary>
internal sealed class DeadLetters(ViewsFile file, IEnumerable<IView> views, IJournal journal)
    : IDeadLettersPort
{
    private readonly Dictionary<string, IView> _views = views.ToDictionary(
        view => view.Name,
        StringComparer.Ordinal
    );

    public DeadLetterPage Page(int limit, string? after)
    {
        var (view, position) = after?.Split('@') is [var name, var text]
            ? (name, long.Parse(text, CultureInfo.InvariantCulture))
            : ("", 0L);
        // One more than asked for tells whether there are more.
        var letters = file.Read(queries => queries.DeadLetters(view, position, limit + 1));
        var hasMore = letters.Count > limit;
        return new(
            [.. letters.Take(limit)],
            hasMore ? $"{letters[limit - 1].View}@{letters[limit - 1].Position}" : null
        );
    }

    public async Task<Outcome<DeadLetter>> Redeliver(string view, long position)
    {
        if (!_views.TryGetValue(view, out var its) || Find(view, position) is not { } letter)
            return DeadLetterRejections.NotFound;

        while (true)
        {
            var head = journal.Head;
            var events = new List<RecordedEvent>();
            await foreach (var recorded in journal.Read(letter.Stream, after: 0))
                events.Add(recorded);

            if (file.Write(tables => Refold(tables, its, letter, events, head)) is { } isDelivered)
                return isDelivered ? letter : DeadLetterRejections.StillUndeliverable;
        }
    }

    /// <summary>
    /// Makes the row anew from events read up to a head, and parks again what the view throws at:
    /// whether the letter is delivered; <c>null</c> if the view has gone beyond that head since.
    /// </summary>
    private static bool? Refold(
        ViewTables tables,
        IView view,
        DeadLetter letter,
        List<RecordedEvent> events,
        long head
    )
    {
        if (tables.Newest(view) is not { } build || view.KeyOf(letter.Stream) is not { } key)
            return false;
        if (build.Position.Position > head)
            return null;

        // What comes after the view's position is the projector's to apply.
        var applied = events.Where(each => each.Position <= build.Position.Position).ToList();
        tables.Unpark(build.Id, letter.Stream);
        var fold = new RowFold(view, build.Id);
        fold.ApplyAnew(tables, key, applied);
        fold.Write(tables);
        return fold.Parked.TrueForAll(each => each.Poison.Position != letter.Position);
    }

    private DeadLetter? Find(string view, long position) =>
        file.Read(queries => queries.DeadLetters(view, position - 1, max: 1)) is [var found]
        && found.View == view
        && found.Position == position
            ? found
            : null;
}
