using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Commerce.Telemetry;

namespace Commerce.Views;

/// <summary>
/// Keeps the views of one part; one call at a time. Whatever dies when, each event counts once:
/// rows and position are kept in one transaction, which finds the position where it was or fails.
/// </summary>
internal sealed partial class ViewProjector(
    int part,
    IViewStore store,
    IEnumerable<IView> views,
    IJournal journal,
    ILogger<ViewProjector> log
)
{
    /// <summary>Events of the journal that it applies in one transaction.</summary>
    private const int BatchMax = 1_000;

    private readonly Dictionary<string, IView> _views = views.ToDictionary(
        view => view.Name,
        StringComparer.Ordinal
    );

    private ImmutableArray<ViewBuild> _builds = [];
    private bool _isTroubled; // Since it was told that news is not taken.

    /// <summary>
    /// Applies news. What cannot be, or was missed, is caught up with from the journal: whoever
    /// tells it is not held up.
    /// </summary>
    public async Task Take(IReadOnlyList<EventBatch> news)
    {
        try
        {
            if (_builds.IsEmpty)
                await Load();

            foreach (var batch in news)
            {
                var current = _builds
                    .Where(each => batch.From <= each.Position && each.Position < batch.To)
                    .ToList();
                await Apply(current, batch.Events, batch.To, batch.At);
                if (current.Count > 0)
                    NewsMeter.Applied(batch, TimeProvider.System.GetUtcNow());
            }

            if (_builds.Any(each => each.IsComplete && each.Position < news[^1].From))
                await CatchUp();

            _isTroubled = false;
        }
#pragma warning disable CA1031 // Whatever the store throws, the news is in the journal.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isTroubled)
                NewsNotTaken(log, part, e);

            _isTroubled = true;
            _builds = [];
        }
    }

    /// <summary>Some way further to the journal's head: whether there is more.</summary>
    public async Task<bool> CatchUp()
    {
        await Load();
        var (at, head) = (journal.HeadAt, journal.Head);
        foreach (var behind in _builds.Where(each => each.Position < head).ToLookup(Position))
        {
            var events = await journal.ReadPart(part, behind.Key, head, BatchMax);
            var (to, toAt) =
                events.Count == BatchMax ? (events[^1].Position, events[^1].At) : (head, at);
            await Apply([.. behind], events, to, toAt);
        }

        foreach (var build in _builds.Where(each => !each.IsComplete && each.Position >= head))
        {
            await store.CatchUp(build.Id, part);
        }

        return _builds.Any(each => each.Position < head) || (part == 0 && await store.Sweep());

        static long Position(ViewBuild build) => build.Position;
    }

    /// <summary>Makes the row of a parked event anew from all that happened to it.</summary>
    public async Task<Outcome<DeadLetter>> Redeliver(string view, long position)
    {
        await Load();
        if (
            await store.Read.DeadLetter(view, position) is not { } letter
            || _builds.LastOrDefault(each => each.View == view) is not { } build
            || _views[view].KeyOf(letter.Stream) is not { } key
        )
            return DeadLetterRejections.NotFound;

        // What comes after the build's position will be applied as news.
        var events = new List<RecordedEvent>();
        await foreach (var recorded in journal.Read(letter.Stream, after: 0))
        {
            if (recorded.Position <= build.Position)
                events.Add(recorded);
        }

        var rows = await store.Rows([new RowKey(build.Id, key)]);
        var fold = new RowFold(_views[view], _ => rows.Values.SingleOrDefault());
        fold.ApplyAnew(key, events);
        var changes = fold.Changes() with { Unparked = letter.Stream };
        var step = new ViewStep(build.Id, build.Position, build.Position, events[^1].At, changes);
        return !await store.Write(part, [step]) ? await Redeliver(view, position)
            : changes.Parked.Any(each => each.Poison.Position == position)
                ? DeadLetterRejections.StillUndeliverable
            : letter;
    }

    /// <summary>Which builds there are, and how far they have come here.</summary>
    private async Task Load() =>
        _builds = [
            .. (await store.Builds(part)).Where(each =>
                each.Incarnation == journal.Incarnation
                && _views.TryGetValue(each.View, out var view)
                && view.Version == each.Version
            ),
        ];

    private async Task Apply(
        List<ViewBuild> builds,
        IReadOnlyList<RecordedEvent> events,
        long to,
        DateTimeOffset at
    )
    {
        // Told again what a list already has, nothing comes of it.
        using var span = Spans.Apply(
            "views",
            [.. events.Where(each => builds.Exists(build => build.Position < each.Position))]
        );
        var concerns = builds.ConvertAll(build =>
            events
                .Where(each => each.Position > build.Position)
                .Select(each => (Key: _views[build.View].KeyOf(each.Stream), Recorded: each))
                .Where(each => each.Key is not null)
                .ToList()
        );
        var rows = await store.Rows([
            .. builds
                .SelectMany(
                    (build, i) => concerns[i].Select(each => new RowKey(build.Id, each.Key!))
                )
                .Distinct(),
        ]);
        var steps = builds
            .Select(
                (build, i) =>
                    new ViewStep(
                        build.Id,
                        build.Position,
                        to,
                        at,
                        Changes(build, concerns[i], rows)
                    )
            )
            .ToList();
        if (steps.Count > 0 && await store.Write(part, steps))
        {
            _builds =
            [
                .. _builds.Select(each =>
                    builds.Contains(each) ? each with { Position = to } : each
                ),
            ];
            Tell(builds, steps);
        }
        else if (steps.Count > 0)
        {
            await Load();
        }
    }

    private ViewChanges? Changes(
        ViewBuild build,
        List<(string? Key, RecordedEvent Recorded)> concerns,
        IReadOnlyDictionary<RowKey, byte[]> rows
    )
    {
        if (concerns.Count == 0)
            return null;

        var fold = new RowFold(
            _views[build.View],
            key => rows.GetValueOrDefault(new RowKey(build.Id, key))
        );
        foreach (var (key, recorded) in concerns)
            fold.Apply(key!, recorded);

        return fold.Changes();
    }

    private void Tell(List<ViewBuild> builds, List<ViewStep> steps)
    {
        foreach (var (build, step) in builds.Zip(steps))
        {
            foreach (var (poison, reason) in step.Changes?.Parked ?? [])
            {
                var name = $"{build.View}_v{build.Version}";
                EventParked(log, name, poison.Position, poison.Stream, poison.Version, reason);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Critical,
        "ALERT: {View} parked event {Position} ({Stream}, version {Version}): {Reason}"
    )]
    private static partial void EventParked(
        ILogger log,
        string view,
        long position,
        string stream,
        long version,
        string reason
    );

    [LoggerMessage(
        LogLevel.Warning,
        "Part {Part} cannot apply its news: lists trail until it can. It is tried again."
    )]
    private static partial void NewsNotTaken(ILogger log, int part, Exception e);
}
