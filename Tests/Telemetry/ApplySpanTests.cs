using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Commerce.EventSourcing;
using Commerce.Views;

namespace Commerce.Telemetry;

/// <summary>An event comes to a list once, however often the list is told of it.</summary>
public sealed class ApplySpanTests : IDisposable
{
    private readonly ShelfStore _shelf = new();
    private readonly ActivitySource _callers = new("Commerce.ApplySpanTests");
    private readonly ConcurrentBag<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public ApplySpanTests()
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
        _shelf.Dispose();
    }

    [Fact]
    public async Task News_of_what_a_list_has_is_not_traced_again()
    {
        await _shelf.Project();
        var begun = _shelf.Journal.Head;
        var first = await Receive(version: 0);
        var projectors = _shelf.Projectors();

        // The journal is read ahead of the news; then it comes, and more with it, and again.
        await projectors[Part.Of(Stream)].CatchUp();
        await _shelf.Tell(projectors, begun, max: 1);
        var second = await Receive(version: 1);
        await _shelf.Tell(projectors, begun, max: 2);
        await _shelf.Tell(projectors, begun, max: 2);

        var applied = _ended.Where(span => span.OperationName == "tail.apply").ToList();
        Assert.Single(applied, span => span.TraceId == first);
        Assert.Single(applied, span => span.TraceId == second);
    }

    private const string Stream = "stock/TEA";

    /// <returns>The trace in which it is appended.</returns>
    private async Task<ActivityTraceId> Receive(long version)
    {
        Activity.Current = null;
        using var caller = _callers.StartActivity("caller")!;
        var data = """{"kind":"stock.received","movement":"mov","key":"k","quantity":1}""";
        await _shelf.Journal.Append(
            new(
                Stream,
                version,
                [new("stock.received", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(data))],
                Callers: [caller.Context]
            )
        );
        return caller.TraceId;
    }
}
