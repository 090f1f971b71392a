using Commerce.EventSourcing;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// Some who append at once, each to a stream of its own and each waiting for its answer before it
/// goes on.
/// </summary>
internal sealed class Appenders(IJournal journal, int count)
{
    private readonly string[] _streams =
    [
        .. Enumerable.Range(0, count).Select(appender => $"bench/{count}-{appender}"),
    ];

    private readonly long[] _versions = new long[count];

    /// <summary>So many events in all, one at a time.</summary>
    public Task Append(int events) =>
        Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(appender => Task.Run(() => Append(appender, events / count)))
        );

    private async Task Append(int appender, int events)
    {
        for (var i = 0; i < events; i++)
            await journal.Append(new(_streams[appender], _versions[appender]++, [Samples.Bench]));
    }
}
