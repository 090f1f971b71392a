using System.Globalization;
using Commerce.EventSourcing;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>The parked events of all views.</summary>
internal sealed class DeadLetters(IViewRows rows) : IDeadLettersPort
{
    public async Task<DeadLetterPage> Page(int limit, string? after)
    {
        var (view, position) = after?.Split('@') is [var name, var text]
            ? (name, long.Parse(text, CultureInfo.InvariantCulture))
            : ("", 0L);
        // One more than asked for tells whether there are more.
        var letters = await rows.DeadLetters(view, position, limit + 1);
        var hasMore = letters.Count > limit;
        return new(
            [.. letters.Take(limit)],
            hasMore ? $"{letters[limit - 1].View}@{letters[limit - 1].Position}" : null
        );
    }

    public async Task<int?> PartOf(string view, long position) =>
        await rows.DeadLetter(view, position) is { } letter ? Part.Of(letter.Stream) : null;
}

internal static class ParkedEvents
{
    /// <summary>A parked event; <c>null</c> if there is no such.</summary>
    public static async Task<DeadLetter?> DeadLetter(
        this IViewRows rows,
        string view,
        long position
    ) =>
        await rows.DeadLetters(view, position - 1, max: 1) is [var found]
        && found.View == view
        && found.Position == position
            ? found
            : null;
}
