using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Telemetry;

/// <summary>Many share a commit, and each of them finds it.</summary>
public sealed class CommitSpanTests : IDisposable
{
    private const int Appends = 500;

    private readonly TemporaryFolder _folder = new();
    private readonly ActivitySource _callers = new("Commerce.CommitSpanTests");
    private readonly ConcurrentBag<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public CommitSpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Spans.Source || source == _callers,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _callers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_append_is_linked_to_the_commit_that_made_it_durable()
    {
        var traces = new HashSet<ActivityTraceId>();
        using (var journal = Open())
        {
            var landing = new List<Task>();
            for (var i = 0; i < Appends; i++)
            {
                using var caller = Call();
                traces.Add(caller.TraceId);
                landing.Add(journal.Append(Append($"kind/{i}", caller)));
            }

            await Task.WhenAll(landing);
        }

        var appends = Own("journal.append", traces);
        var commits = Own("journal.commit", traces);
        Assert.Equal(Appends, appends.Count);
        Assert.True(commits.Count < Appends, "Nobody shared a commit.");
        var known = commits.Select(span => span.Context).ToHashSet();
        Assert.All(
            appends,
            span => Assert.Single(span.Links, link => known.Contains(link.Context))
        );
        // As many as a span keeps.
        var told = commits.SelectMany(span => span.Links).Select(link => link.Context).ToHashSet();
        Assert.True(told.Count > commits.Count, "A commit tells one append alone.");
        Assert.Subset(appends.Select(span => span.Context).ToHashSet(), told);
    }

    [Fact]
    public async Task An_append_that_is_refused_says_so_and_is_nobodys_origin()
    {
        using var journal = Open();
        await journal.Append(Append("kind/refused", caller: null));
        ActivityTraceId trace;
        using (var caller = Call())
        {
            trace = caller.TraceId;
            await Assert.ThrowsAsync<JournalConflictException>(() =>
                journal.Append(Append("kind/refused", caller))
            );
        }

        var append = Assert.Single(Own("journal.append", [trace]));
        Assert.Equal(ActivityStatusCode.Error, append.Status);
        Assert.Null(Spans.Apply("consumer", await journal.ReadTail(0, 10)));
    }

    private static StreamAppend Append(string stream, Activity? caller) =>
        new(
            stream,
            ExpectedVersion: 0,
            [new("kind.happened", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{}"))],
            Callers: caller is null ? null : [caller.Context]
        );

    /// <summary>Somebody's request, traced by itself.</summary>
    private Activity Call()
    {
        Activity.Current = null;
        return _callers.StartActivity("caller")!;
    }

    private SqliteJournal Open() =>
        SqliteJournal.Open(_folder.Path, new IdGenerator(TimeProvider.System, "eu1"));

    private List<Activity> Own(string name, HashSet<ActivityTraceId> traces) =>
        [.. _ended.Where(span => span.OperationName == name && traces.Contains(span.TraceId))];
}
