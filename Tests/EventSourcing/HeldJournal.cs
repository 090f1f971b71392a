using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Commerce.Journal;

namespace Commerce.EventSourcing;

/// <summary>A real journal that a test can hold open, fail and count.</summary>
public sealed class HeldJournal(SqliteJournal journal) : IJournal
{
    private readonly ConcurrentDictionary<string, long> _readAfter = new(StringComparer.Ordinal);
    private int _appends;

    public int Appends => _appends;

    /// <summary>What an append does before its events land: nothing, wait, or fail.</summary>
    public Func<Task> BeforeLanding { get; set; } = Nothing;

    /// <summary>
    /// What an append does after its events landed: nothing, or fail all the same.
    /// </summary>
    public Func<Task> AfterLanding { get; set; } = Nothing;

    /// <summary>Which appends fail before they land.</summary>
    public Func<StreamAppend, bool> Fails { get; set; } = None;

    public string Incarnation => journal.Incarnation;

    public bool IsFull => journal.IsFull;

    /// <summary>Who waits for what this journal does not know yet.</summary>
    public TaskCompletionSource Awaited { get; } = new();

    /// <summary>Until it is set, nothing that happened is known here.</summary>
    public TaskCompletionSource? Behind { get; set; }

    public long Head => Behind is { Task.IsCompleted: false } ? 0 : journal.Head;

    public DateTimeOffset HeadAt => journal.HeadAt;

    public void Heal() => (BeforeLanding, AfterLanding, Fails) = (Nothing, Nothing, None);

    /// <summary>After which version the stream was read most recently.</summary>
    public long LastReadAfter(string stream) => _readAfter[stream];

    /// <summary>When the stream's grain is to be woken, as the journal has it.</summary>
    public DateTimeOffset? Alarm(string stream) =>
        ((IAlarms)journal)
            .Due(DateTimeOffset.MaxValue, int.MaxValue)
            .Where(alarm => alarm.Stream == stream)
            .Select(alarm => (DateTimeOffset?)alarm.Due)
            .SingleOrDefault();

    public async IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        _readAfter[stream] = after;
        await foreach (var recorded in journal.Read(stream, after, cancellation))
        {
            yield return recorded;
        }
    }

    public async Task Append(StreamAppend append)
    {
        await BeforeLanding();
        if (Fails(append))
            throw new JournalUnavailableException("It is to fail.");

        await journal.Append(append);
        Interlocked.Increment(ref _appends);
        await AfterLanding();
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max) =>
        journal.ReadTail(after, max);

    public Task<bool> Remove(string stream, long version) => journal.Remove(stream, version);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(
        int part,
        long after,
        long upTo,
        int max
    ) => journal.ReadPart(part, after, upTo, max);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max) => journal.ReadNewest(max);

    public async Task WaitBeyond(long position, CancellationToken cancellation)
    {
        if (Behind is { Task.IsCompleted: false } behind)
        {
            Awaited.TrySetResult();
            await behind.Task.WaitAsync(cancellation);
        }

        await journal.WaitBeyond(position, cancellation);
    }

    private static bool None(StreamAppend append) => false;

    private static Task Nothing() => Task.CompletedTask;
}
