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
    private DateTimeOffset _at; // When the last of those happened.
    private long _passed; // Applied up to here; the file trails by what was of no concern.

    public ViewProjector(IView view, ViewsFile file, ILogger<ViewProjector> log)
    {
        (_view, _file, _log) = (view, file, log);
        _build = file.Write(tables => tables.Newest(view)) ?? ViewBuild.None;
        (_passed, _at) = (_build.Position.Position, _build.At);
        Note();
    }

    public string Name => $"{_view.Name}_v{_view.Version}";

    public IView View => _view;

    /// <summary>Whether it has caught up with the journal once.</summary>
    public bool IsComplete => _build.IsComplete;

    /// <summary>A row that changes several times in a moment is written once.</summary>
    public TimeSpan Linger => TimeSpan.FromMilliseconds(50);

    public DateTimeOffset At => _at;

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

        var (last, at) =
            events is [.., var newest] && newest.Position > _passed
                ? (newest.Position, newest.At)
                : (_passed, _at);
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
                tables.Move(_build.Id, last, at);
                return true;
            });
            foreach (var (poison, reason) in fold.Parked)
            {
                EventParked(_log, Name, poison.Position, poison.Stream, poison.Version, reason);
            }

            _build = _build with { Position = _build.Position with { Position = last } };
        }

        Volatile.Write(ref _passed, last);
        _at = at;
        Note();
        return Task.CompletedTask;
    }

    /// <summary>Builds beside what there is, which goes once this has caught up.</summary>
    public Task StartOver(string incarnation)
    {
        var id = _file.Write(tables => tables.Open(_view, incarnation));
        _build = ViewBuild.None with { Id = id, Position = new(incarnation, 0) };
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

        Note();

        return Task.CompletedTask;
    }

    /// <summary>What is not complete serves nobody yet.</summary>
    private void Note()
    {
        if (_build.IsComplete)
        {
            _file.Note(_view.Name, new(_passed, _at));
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
}
