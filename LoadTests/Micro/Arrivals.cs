using Commerce.EventSourcing;

namespace Commerce.LoadTests.Micro;

/// <summary>A list without rows, that counts the events of appenders as it hears of them.</summary>
internal sealed class Arrivals : IView
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private TaskCompletionSource _came = new();
    private long _awaited;
    private long _count;

    public string Name => "arrivals";

    public int Version => 1;

    public bool IsDescending => false;

    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public string? KeyOf(string stream) =>
        stream.StartsWith("bench/", StringComparison.Ordinal) ? stream : null;

    public object? Apply(object? row, RecordedEvent recorded)
    {
        lock (_gate)
        {
            if (++_count == _awaited)
                _came.SetResult();
        }

        return null;
    }

    public IEnumerable<Listing> ListsOf(object row) => [];

    public object Read(ReadOnlySpan<byte> json) => throw new NotSupportedException("No rows.");

    public byte[] Write(object row) => throw new NotSupportedException("No rows.");

    /// <summary>Completes when it has heard of so many. One at a time may wait.</summary>
    public Task Until(long count)
    {
        lock (_gate)
        {
            if (_count >= count)
                return Task.CompletedTask;

            (_awaited, _came) = (count, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _came.Task.WaitAsync(Patience);
        }
    }
}
