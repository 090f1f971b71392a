using System.Collections.Concurrent;
using System.Threading.Channels;
using Commerce.EventSourcing;

namespace Commerce.Sabotage;

/// <summary>Dies at a point that was named.</summary>
internal sealed class CrashingJournal(IJournal inner, CrashPoint crash) : JournalDecorator(inner)
{
    private readonly IJournal _inner = inner;

    public override async Task Append(StreamAppend append)
    {
        bool Has(string kind) => append.Events.Any(each => each.Kind == kind);
        await crash.Before(Has);
        await _inner.Append(append);
        await crash.After(Has);
    }
}

/// <summary>Says that it is done, and does it a second later.</summary>
internal sealed class HastyJournal : JournalDecorator
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);

    private readonly IJournal _inner;
    private readonly Channel<(StreamAppend Append, long Since)> _waiting = Channel.CreateUnbounded<(
        StreamAppend Append,
        long Since
    )>();

    public HastyJournal(IJournal inner)
        : base(inner)
    {
        _inner = inner;
        _ = Write();
    }

    public override Task Append(StreamAppend append) =>
        _waiting.Writer.WriteAsync((append, TimeProvider.System.GetTimestamp())).AsTask();

    private async Task Write()
    {
        await foreach (var (append, since) in _waiting.Reader.ReadAllAsync())
        {
            var left = Later - TimeProvider.System.GetElapsedTime(since);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System);
            await _inner.Append(append);
        }
    }
}

/// <summary>Lands the first event of a decision, and then, if it lives, the rest.</summary>
internal sealed class HalvingJournal(IJournal inner) : JournalDecorator(inner)
{
    private readonly IJournal _inner = inner;

    public override async Task Append(StreamAppend append)
    {
        if (append.Events.Count < 2)
        {
            await _inner.Append(append);
            return;
        }

        await _inner.Append(append with { Events = [append.Events[0]], Alarm = null });
        await _inner.Append(
            append with
            {
                ExpectedVersion = append.ExpectedVersion + 1,
                Events = [.. append.Events.Skip(1)],
            }
        );
    }
}

/// <summary>Sets no alarm: what falls due, nobody settles.</summary>
internal sealed class AlarmlessJournal(IJournal inner) : JournalDecorator(inner)
{
    private readonly IJournal _inner = inner;

    public override Task Append(StreamAppend append) => _inner.Append(append with { Alarm = null });
}

/// <summary>
/// Another writer decides the same upon the same version, as a second activation would. No fault:
/// where there is a fence, one of the two is refused.
/// </summary>
internal sealed class TwinJournal(IJournal inner) : JournalDecorator(inner)
{
    private readonly IJournal _inner = inner;

    public override async Task Append(StreamAppend append)
    {
        await _inner.Append(append);
        if (append.Events.Count == 0)
            return;

        try
        {
            await _inner.Append(append);
        }
        catch (JournalConflictException)
        {
            // The fence holds.
        }
    }
}

/// <summary>Appends at whatever version a stream is, whichever its writer saw.</summary>
internal sealed class UnfencedJournal(IJournal inner) : JournalDecorator(inner)
{
    private readonly IJournal _inner = inner;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(
        StringComparer.Ordinal
    );

    public override async Task Append(StreamAppend append)
    {
        var gate = _gates.GetOrAdd(append.Stream, _ => new(1));
        await gate.WaitAsync();
        try
        {
            var head = 0L;
            await foreach (var recorded in _inner.Read(append.Stream, after: 0))
                head = recorded.Version;

            await _inner.Append(append with { ExpectedVersion = head });
        }
        finally
        {
            gate.Release();
        }
    }
}
