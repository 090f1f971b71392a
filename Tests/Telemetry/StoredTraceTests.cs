using System.Diagnostics;
using System.Text;
using Commerce.EventSourcing;
using Commerce.Postgres;

namespace Commerce.Telemetry;

/// <summary>What one process appends another one tells, and knows where it came from.</summary>
public sealed class StoredTraceTests : IAsyncLifetime
{
    private readonly SharedPostgres _shared;
    private readonly ActivitySource _callers = new("Commerce.StoredTraceTests");
    private readonly ActivityListener _listener;
    private PostgresJournal _one = null!;
    private PostgresJournal _other = null!;

    public StoredTraceTests(SharedPostgres shared)
    {
        _shared = shared;
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Spans.Source || source == _callers,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await _shared.CreateDatabase();
        _one = PostgresJournal.Open(database, new IdGenerator(TimeProvider.System, "eu1"));
        _other = PostgresJournal.Open(database, new IdGenerator(TimeProvider.System, "eu1"));
    }

    public ValueTask DisposeAsync()
    {
        _one.Dispose();
        _other.Dispose();
        _listener.Dispose();
        _callers.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_consumer_in_another_process_is_linked_to_the_append()
    {
        Activity.Current = null;
        using var caller = _callers.StartActivity("caller")!;
        await _one.Append(Append("kind/traced", caller));
        Activity.Current = null;
        await _one.Append(Append("kind/plain", caller: null));

        foreach (var journal in (PostgresJournal[])[_one, _other])
        {
            var events = await Tail(journal, count: 3);
            Assert.Equal([false, true, false], events.Select(each => each.Trace is not null));
            using var apply = Spans.Apply("consumer", events)!;
            Assert.Equal(caller.TraceId, apply.TraceId);
            var append = Assert.Single(apply.Links).Context;
            Assert.Equal($"00-{append.TraceId}-{append.SpanId}-01", events[1].Trace);
        }
    }

    private static async Task<IReadOnlyList<RecordedEvent>> Tail(PostgresJournal journal, int count)
    {
        IReadOnlyList<RecordedEvent> events = [];
        while (events.Count < count)
        {
            await journal.WaitBeyond(events is [.., var last] ? last.Position : 0, Cancellation);
            events = await journal.ReadTail(0, count);
        }

        return events;
    }

    private static StreamAppend Append(string stream, Activity? caller) =>
        new(
            stream,
            ExpectedVersion: 0,
            caller is null ? [Happened] : [Happened, Happened],
            Callers: caller is null ? null : [caller.Context]
        );

    private static NewEvent Happened =>
        new("kind.happened", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{}"));
}
