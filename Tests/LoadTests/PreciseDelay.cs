using System.Collections.Concurrent;
using System.Diagnostics;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests;

/// <summary>
/// The same delay for everyone, each on its own. The runtime's timers let go of all who are due in
/// one millisecond together, and the figures would tell how a client works off such a batch.
/// </summary>
internal sealed class PreciseDelay : IDisposable
{
    private readonly BlockingCollection<(long End, TaskCompletionSource Over)> _waiting = [];
    private readonly Lock _gate = new();
    private readonly long _length;
    private readonly Thread _releasing;

    public PreciseDelay(TimeSpan length)
    {
        _length = (long)(length.TotalSeconds * Stopwatch.Frequency);
        _releasing = new(Release) { IsBackground = true };
        _releasing.Start();
    }

    public Task Wait()
    {
        lock (_gate)
        {
            var over = new TaskCompletionSource();
            _waiting.Add((Stopwatch.GetTimestamp() + _length, over));
            return over.Task;
        }
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _releasing.Join();
        _waiting.Dispose();
    }

    private void Release()
    {
        foreach (var (end, over) in _waiting.GetConsumingEnumerable())
        {
            Nap.Until(end);
            over.SetResult();
        }
    }
}
