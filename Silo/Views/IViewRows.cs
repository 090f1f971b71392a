using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>Reads the rows of the build of each view that serves.</summary>
internal interface IViewRows
{
    /// <summary>Whether any build of the view has caught up, also of another version.</summary>
    Task<bool> IsComplete(IView view);

    /// <summary>How far the build that serves has come; <c>null</c> if there is none.</summary>
    Task<ViewProgress?> Progress(IView view);

    /// <summary>How far the newest build of each view has come.</summary>
    Task<ImmutableArray<ViewProgress>> Progress();

    /// <summary>Rows that stand in a list at that moment, behind a mark.</summary>
    Task<List<(Mark Mark, byte[] Body)>> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    );

    /// <summary>Lists after a name whose names begin with a prefix, by their names.</summary>
    Task<List<ListSize>> Lists(IView view, string prefix, string after, int max);

    /// <summary>The rows of these keys; <c>null</c> where there is none.</summary>
    Task<List<byte[]?>> Rows(IView view, IReadOnlyList<string> keys);

    /// <summary>
    /// The sums of a total from one time to before another, by spans of so many characters.
    /// </summary>
    Task<List<SeriesPoint>> Total(IView view, string total, string from, string until, int width);

    /// <summary>Parked events of each view's newest build, by view and position.</summary>
    Task<List<DeadLetter>> DeadLetters(string view, long position, int max);
}

/// <summary>How far a build has come in all parts.</summary>
/// <param name="Position">All events up to there are in its rows.</param>
/// <param name="At">When that happened.</param>
internal sealed record ViewProgress(
    string View,
    int Version,
    bool IsComplete,
    long Position,
    DateTimeOffset At
);
