using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>
/// The rows of all views, for as many processes as share them. Whoever throws them away gets the
/// same again, made from the journal.
/// </summary>
internal interface IViewStore
{
    /// <summary>
    /// Begins a build of each view that has none of its version and of this history; before anyone
    /// reads or writes. In a journal without events it is complete at once.
    /// </summary>
    /// <param name="head">
    /// The journal's newest position: what is beyond it is of another history.
    /// </param>
    Task Prepare(IReadOnlyList<IView> views, string incarnation, long head);

    /// <summary>Begins to build a view anew.</summary>
    Task Begin(IView view, string incarnation);

    /// <summary>Of each view the build that serves, and those that were begun since.</summary>
    Task<ImmutableArray<ViewBuild>> Builds(int part);

    /// <summary>The rows that there are of those asked for.</summary>
    Task<IReadOnlyDictionary<RowKey, byte[]>> Rows(IReadOnlyCollection<RowKey> keys);

    /// <summary>
    /// Takes builds further in one part, all of them or none: <c>false</c> if one is not where its
    /// step begins, as somebody else has taken it from there.
    /// </summary>
    Task<bool> Write(int part, IReadOnlyList<ViewStep> steps);

    /// <summary>
    /// Notes that a build has caught up with the journal in one part. With the last part it serves.
    /// </summary>
    Task CatchUp(long build, int part);

    /// <summary>
    /// Forgets some of what builds left that serve no longer; <c>false</c> when all is gone.
    /// </summary>
    Task<bool> Sweep();

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

/// <summary>One making of a view from the journal, as it is in one part.</summary>
/// <param name="IsComplete">Whether it has caught up with the journal once.</param>
/// <param name="Position">Of the journal's last event that its rows know.</param>
internal sealed record ViewBuild(
    long Id,
    string View,
    int Version,
    string Incarnation,
    bool IsComplete,
    long Position
);

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

/// <summary>A row of a build.</summary>
internal readonly record struct RowKey(long Build, string Key);

/// <summary>What becomes of a build in one part.</summary>
/// <param name="At">When the journal's event at <paramref name="To"/> happened.</param>
/// <param name="Changes"><c>null</c>: nothing of concern happened.</param>
internal sealed record ViewStep(
    long Build,
    long From,
    long To,
    DateTimeOffset At,
    ViewChanges? Changes
);
