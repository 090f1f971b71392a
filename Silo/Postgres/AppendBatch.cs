using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Postgres;

/// <summary>
/// Appends that are written as one statement, in groups: those of one stream that follow each other
/// land together or are refused together.
/// </summary>
internal sealed class AppendBatch
{
    private readonly List<AppendGroup> _groups;

    private AppendBatch(List<AppendGroup> groups) => _groups = groups;

    /// <summary>By stream, so that all writers take what they share in one order.</summary>
    public IReadOnlyList<AppendGroup> Groups => _groups;

    /// <summary>
    /// What can be tried at once, and those that are to be tried when the outcome of that is known.
    /// </summary>
    public static (AppendBatch Batch, List<PendingAppend> Later) From(List<PendingAppend> appends)
    {
        var groups = new SortedDictionary<string, AppendGroup>(StringComparer.Ordinal);
        var later = new List<PendingAppend>();
        foreach (var pending in appends)
        {
            var stream = pending.Append.Stream;
            if (!groups.TryGetValue(stream, out var group))
            {
                groups[stream] = group = new(stream, pending.Append.ExpectedVersion);
            }

            if (!group.TryAdd(pending))
            {
                later.Add(pending);
            }
        }

        return (new([.. groups.Values]), later);
    }

    public (AppendBatch First, AppendBatch Second) Halves()
    {
        var half = _groups.Count / 2;
        return (new(_groups[..half]), new(_groups[half..]));
    }

    /// <summary>The events of the groups that landed, as they are in the journal then.</summary>
    public List<RecordedEvent> Recorded(Landing landing)
    {
        var (recorded, ordinal) = (new List<RecordedEvent>(), 0);
        for (var i = 0; i < _groups.Count; i++)
        {
            var (stream, version) = (_groups[i].Stream, _groups[i].ExpectedVersion);
            foreach (var ((kind, at, data), trace) in _groups[i].Events)
            {
                ordinal++;
                version++;
                if (landing.Groups.Contains(i + 1))
                {
                    var position = Position.Of(landing.Tick, ordinal);
                    recorded.Add(new(position, stream, version, kind, at, data) { Trace = trace });
                }
            }
        }

        return recorded;
    }
}

/// <summary>Appends of one stream, each at the version to which the one before brings it.</summary>
internal sealed class AppendGroup(string stream, long expectedVersion)
{
    private readonly List<PendingAppend> _appends = [];
    private long _next = expectedVersion;

    public string Stream => stream;

    /// <summary>At which version the stream must be.</summary>
    public long ExpectedVersion { get; } = expectedVersion;

    public IReadOnlyList<PendingAppend> Appends => _appends;

    /// <summary>The last of an append's events tells its span, if it has one.</summary>
    public IEnumerable<(NewEvent Event, string? Trace)> Events =>
        from pending in _appends
        let last = pending.Append.Events.Count - 1
        from each in pending.Append.Events.Index()
        select (each.Item, each.Index == last ? pending.Trace : null);

    /// <summary>What becomes of the stream's alarm.</summary>
    public AlarmChange? Alarm { get; private set; }

    public bool TryAdd(PendingAppend pending)
    {
        var append = pending.Append;
        if (append.ExpectedVersion != _next)
        {
            return false;
        }

        _appends.Add(pending);
        _next += append.Events.Count;
        Alarm = append.Alarm ?? Alarm;
        return true;
    }
}
