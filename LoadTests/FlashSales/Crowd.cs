using System.Diagnostics;
using System.Threading.Channels;

namespace Commerce.LoadTests.FlashSales;

/// <summary>
/// Many people on few connections: whoever's time has come does one thing, on the next connection
/// that is free, and says when it wants to do the next.
/// </summary>
internal sealed class Crowd(Fleet fleet, int size)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private readonly PriorityQueue<int, long> _waiting = new(size);
    private readonly Channel<int> _due = Channel.CreateUnbounded<int>();
    private readonly Lock _gate = new();
    private int _left;

    /// <summary>How many have not finished.</summary>
    public int Left => Volatile.Read(ref _left);

    /// <param name="when">A timestamp of the stopwatch.</param>
    public void Add(int who, long when)
    {
        Interlocked.Increment(ref _left);
        lock (_gate)
        {
            _waiting.Enqueue(who, when);
        }
    }

    /// <summary>Until everybody has finished.</summary>
    /// <param name="act">What somebody does; it answers how long until the next, or that there is
    /// no next.</param>
    public async Task Run(Func<Client, int, ValueTask<TimeSpan?>> act)
    {
        var work = fleet.Clients.Select(client => Work(client, act)).ToList();
        while (Left > 0)
        {
            Call(Stopwatch.GetTimestamp());
            await Task.Delay(Tick, TimeProvider.System);
        }

        _due.Writer.Complete();
        await Task.WhenAll(work);
    }

    /// <summary>Everybody's time has come.</summary>
    public void Hurry() => Call(long.MaxValue);

    private void Call(long now)
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var who, out var when) && when <= now)
            {
                _waiting.Dequeue();
                _due.Writer.TryWrite(who);
            }
        }
    }

    private async Task Work(Client client, Func<Client, int, ValueTask<TimeSpan?>> act)
    {
        await foreach (var who in _due.Reader.ReadAllAsync())
        {
            if (await act(client, who) is { } wait)
            {
                lock (_gate)
                {
                    var ticks = (long)(wait.TotalSeconds * Stopwatch.Frequency);
                    _waiting.Enqueue(who, Stopwatch.GetTimestamp() + ticks);
                }
            }
            else
            {
                Interlocked.Decrement(ref _left);
            }
        }
    }
}
