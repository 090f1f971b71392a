using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;

namespace Commerce.EventSourcing;

/// <summary>The shell around a pure aggregate: load, decide, append, answer.</summary>
/// <remarks>
/// Deciding never awaits, so turns may interleave, and what is decided while one append is in
/// flight shares the next: every aggregate is reentrant. Nothing read from a state may be carried
/// across an await; after it, decide again.
/// </remarks>
[Reentrant]
public abstract partial class AggregateGrain<TState, TEvent>(AggregateRuntime runtime)
    : Grain,
        IAlarmed
    where TState : class, IAggregate<TState, TEvent>
    where TEvent : IDomainEvent<TEvent>
{
    /// <summary>Events that may wait for an append. Beyond it, new business is sent away.</summary>
    public const int PendingMax = 8_192;

    /// <summary>An alarm may ring this much early rather than be written anew.</summary>
    private static readonly TimeSpan AlarmSlack = TimeSpan.FromMinutes(1);

    private TState _ahead = TState.Initial; // Decided, perhaps not durable: only decisions see it.
    private TState _durable = TState.Initial;
    private long _decided;
    private DateTimeOffset _latest;
    private List<NewEvent> _pending = [];
    private SubjectKey? _pendingKey;
    private List<ActivityContext>? _callers; // Who waits for those, as far as they are traced.
    private Task _append = Task.CompletedTask;
    private AlarmChange? _alarm; // What the journal has; null when that is not known.
    private long _snapshotVersion;
    private TaskCompletionSource? _changed;

    /// <summary>The durable state: the only one that anyone may be told of.</summary>
    protected TState State => KnownBad.ReadsUndurableState ? _ahead : _durable;

    /// <summary>How many events made <see cref="State"/>. An ETag names it.</summary>
    protected long Version { get; private set; }

    /// <summary>The version that a decision is made on; it may not be durable yet.</summary>
    protected long DecidedVersion => _decided;

    protected AggregateRuntime Runtime => runtime;

    /// <summary>How this kind of aggregate is kept as a snapshot, if it is.</summary>
    protected virtual SnapshotFormat<TState>? SnapshotFormat => null;

    /// <summary>
    /// To the millisecond, never before the last event: clocks do not decide order.
    /// </summary>
    protected DateTimeOffset Now
    {
        get
        {
            var now = runtime.Time.GetUtcNow();
            now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
            return now > _latest ? now : _latest;
        }
    }

    private string Stream => field ??= this.GetGrainId().ToString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (state, version) = ReadSnapshot() ?? (TState.Initial, 0);
        if (!await Load(state, version, cancellationToken))
        {
            await Load(TState.Initial, version: 0, cancellationToken);
        }

        (_ahead, _decided) = (_durable, Version);
    }

    /// <summary>Settles what has fallen due, and sets the alarm for what falls due next.</summary>
    public async Task Wake()
    {
        _alarm = null;
        await OnWake();
        if (await Remove())
            return;

        while (_alarm is null)
        {
            if (_append.IsCompletedSuccessfully)
            {
                _append = AppendPending();
            }

            await _append;
        }
    }

    /// <summary>
    /// What the aggregate does when its <c>WakeAt</c> has come. Harmless when it has not.
    /// </summary>
    protected virtual Task OnWake() => Task.CompletedTask;

    /// <summary>Decides new business, unless too much of it is waiting already.</summary>
    protected Task<Outcome<TReply>> Transact<TReply>(
        Func<TState, DateTimeOffset, Decision<TReply, TEvent>> decide,
        SubjectKey? key = null
    ) =>
        _pending.Count < PendingMax && !runtime.Journal.IsFull
            ? Settle(decide, key)
            : Task.FromResult<Outcome<TReply>>(Rejections.Overloaded);

    /// <summary>Decides what gives back or finishes: it makes room, and is always let in.</summary>
    /// <param name="decide">The decision, given the newest decided state and the time.</param>
    /// <param name="key">
    /// Kept with the decision's events, before anything sealed with it is.
    /// </param>
    protected async Task<Outcome<TReply>> Settle<TReply>(
        Func<TState, DateTimeOffset, Decision<TReply, TEvent>> decide,
        SubjectKey? key = null
    )
    {
        var (reply, durable) = Decide(decide, key);
        await durable;
        return reply;
    }

    /// <summary>For a process's driver: what nobody may be told before it is durable.</summary>
    protected (Outcome<TReply> Reply, Task Durable) Decide<TReply>(
        Func<TState, DateTimeOffset, Decision<TReply, TEvent>> decide,
        SubjectKey? key = null
    )
    {
        var now = Now;
        var decision = decide(_ahead, now);
        if (!decision.Events.IsEmpty)
        {
            Keep(decision.Events, now, key);
        }

        // Also a reply without events rests on those before it.
        return (decision.Reply, UntilDurable(_decided));
    }

    /// <summary>
    /// Completes when there is a durable version after this one, or the time is up.
    /// </summary>
    protected async Task UntilChanged(
        long after,
        TimeSpan patience,
        CancellationToken cancellation = default
    )
    {
        if (Version <= after)
        {
            _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            await _changed.Task.EndsWithin(patience, runtime.Time, cancellation);
        }
    }

    /// <summary>
    /// The durable events after a version, oldest first, with when they happened.
    /// </summary>
    protected async IAsyncEnumerable<(TEvent Happened, RecordedEvent Recorded)> History(
        long after,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        await foreach (var recorded in runtime.Journal.Read(Stream, after, cancellation))
        {
            yield return (StoredEvent<TEvent>.Read(recorded), recorded);
        }
    }

    /// <summary>
    /// Goes on from a snapshot, whose last event is read again: for its time, and because a
    /// snapshot that is ahead of the journal (<c>false</c>) is none.
    /// </summary>
    private async Task<bool> Load(TState state, long version, CancellationToken cancellation)
    {
        (_durable, Version, _snapshotVersion) = (state, version, version);
        var known = version == 0;
        var events = runtime.Journal.Read(Stream, long.Max(0, version - 1), cancellation);
        await foreach (var recorded in events)
        {
            known = true;
            _durable = recorded.Version > version ? Next(recorded) : _durable;
            (Version, _latest) = (recorded.Version, recorded.At);
        }

        return known;

        TState Next(RecordedEvent recorded) =>
            _durable.Evolve(StoredEvent<TEvent>.Read(recorded), recorded.At);
    }

    // Evolve through all of the events before keeping any: one that throws takes all with it.
    private void Keep(ImmutableArray<TEvent> events, DateTimeOffset now, SubjectKey? key)
    {
        var state = _ahead;
        var recorded = new NewEvent[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            recorded[i] = StoredEvent<TEvent>.Write(events[i], now);
            state = state.Evolve(events[i], now);
        }

        _ahead = state;
        _latest = now;
        _decided += events.Length;
        _pending.AddRange(recorded);
        _pendingKey = key ?? _pendingKey;
        if (Activity.Current is { Recorded: true } caller)
        {
            (_callers ??= []).Add(caller.Context);
        }
    }

    private async Task UntilDurable(long version)
    {
        while (Version < version)
        {
            // One that failed stays here, and fails whoever comes after it.
            if (_append.IsCompletedSuccessfully)
            {
                _append = AppendPending();
            }

            await _append;
        }
    }

    private async Task AppendPending()
    {
        var (batch, state, key, callers) = (_pending, _ahead, _pendingKey, _callers);
        var alarm = AlarmFor(state);
        (_pending, _pendingKey, _callers) = ([], null, null);
        try
        {
            await runtime.Journal.Append(new(Stream, Version, batch, alarm, key, callers));
        }
        catch
        {
            // Whether the events landed is unknown: answer nobody, and start over from the journal.
            DeactivateOnIdle();
            throw;
        }

        (_durable, Version) = (state, Version + batch.Count);
        _alarm = alarm ?? _alarm;
        _changed?.TrySetResult();
        _changed = null;
        OfferSnapshot();
    }

    /// <summary>An alarm may be early, never late; one that nothing needs is taken back.</summary>
    private AlarmChange? AlarmFor(TState state)
    {
        var due = state.WakeAt;
        return
            _alarm is { } kept
            && (
                kept.Due == due
                || due - kept.Due is var later && later > TimeSpan.Zero && later < AlarmSlack
            )
            ? null
            : new(due);
    }
}
