using Commerce.EventSourcing;

namespace Commerce.Views;

/// <summary>
/// Keeps one view up to date. The events of a batch are folded in memory, and only what becomes of
/// each row is written, with the position, in one transaction.
/// </summary>
public sealed partial class ViewProjector : ITailConsumer
{
    /// <summary>Events of no concern that may pass before the position is written down.</summary>
    private const int IdleMax = 10_000;

    private readonly IView _view;
    private readonly ViewsFile _file;
    private readonly ILogger _log;
    private ViewBuild _build;
    private long _passed; // Applied up to here; the file trails by what was of no concern.

    public ViewProjector(IView view, ViewsFile file, ILogger<ViewProjector> log)
    {
        (_view, _file, _log) = (view, file, log);
        _build = file.Write(tables => tables.Newest(view)) ?? new(0, new("", 0), IsComplete: false);
        _passed = _build.Position.Position;
    }

    public string Name => $"{_view.Name}_v{_view.Version}";

    /// <summary>A row that changes several times in a moment is written once.</summary>
    public TimeSpan Linger => TimeSpan.FromMilliseconds(50);

    public TailPosition Position => new(_build.Position.Incarnation, _passed);

    public Task Apply(IReadOnlyList<RecordedEvent> events)
    {
        var ofConcern = new List<(string Key, RecordedEvent Recorded)>();
        foreach (var recorded in events)
        {
            if (recorded.Position > _passed && _view.KeyOf(recorded.Stream) is { } key)
            {
                ofConcern.Add((key, recorded));
            }
        }

        var last = events is [.., var newest] ? long.Max(_passed, newest.Position) : _passed;
        if (ofConcern.Count > 0 || last - _build.Position.Position >= IdleMax)
        {
            var fold = new RowFold(_view, _build.Id);
            _file.Write(tables =>
            {
                foreach (var (key, recorded) in ofConcern)
                {
                    fold.Apply(tables, key, recorded);
                }

                fold.Write(tables);
                tables.Move(_build.Id, last);
                return true;
            });
            foreach (var (poison, reason) in fold.Parked)
            {
                EventParked(_log, Name, poison.Position, poison.Stream, poison.Version, reason);
            }

            _build = _build with { Position = _build.Position with { Position = last } };
        }

        Volatile.Write(ref _passed, last);
        return Task.CompletedTask;
    }

    /// <summary>Builds beside what there is, which goes once this has caught up.</summary>
    public Task StartOver(string incarnation)
    {
        var id = _file.Write(tables => tables.Open(_view, incarnation));
        _build = new(id, new(incarnation, 0), IsComplete: false);
        Volatile.Write(ref _passed, 0);
        return Task.CompletedTask;
    }

    public Task CatchUp()
    {
        if (!_build.IsComplete)
        {
            _file.Write(tables =>
            {
                tables.Complete(_build.Id);
                return true;
            });
            _build = _build with { IsComplete = true };
            while (_file.Write(tables => tables.DropOthers(_view, _build.Id)))
            {
                // A little at a time.
            }
        }

        return Task.CompletedTask;
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
}
