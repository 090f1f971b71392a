using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>
/// The rows of all views, for as many processes as share them. Whoever throws them away gets the
/// same again, made from the journal.
/// </summary>
internal interface IViewStore
{
    /// <summary>What readers ask.</summary>
    IViewRows Read { get; }

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
