using System.Threading.Channels;

namespace Commerce.EventSourcing;

[Alias("commerce.tests.tally")]
public interface ITallyGrain : IAlarmed
{
    [Alias("add")]
    Task<Outcome<int>> Add(params long[] amounts);

    [Alias("give-back")]
    Task<Outcome<int>> GiveBack(long amount);

    [Alias("look")]
    Task<Outcome<long>> Look();

    [Alias("total")]
    Task<Versioned<long>> GetTotal();

    /// <summary>Sets when it wants to be woken; answers what time it is for the grain.</summary>
    [Alias("wake-by")]
    Task<Outcome<DateTimeOffset>> WakeBy(DateTimeOffset? due);

    /// <summary>Completes when so many decisions more were made, durable or not.</summary>
    [Alias("decided")]
    Task Decided(int count);

    /// <summary>The durable total once there is a later version, or the time is up.</summary>
    [Alias("watch")]
    Task<Versioned<long>> Watch(long after, TimeSpan patience);

    /// <summary>Leaves memory: the next call loads it again.</summary>
    [Alias("leave")]
    Task Leave();

    /// <summary>How many events after a version it finds in its history.</summary>
    [Alias("history")]
    Task<int> CountHistory(long after);
}

[GrainType("tally")]
public sealed class TallyGrain(AggregateRuntime runtime)
    : AggregateGrain<Tally, TallyEvent>(runtime),
        ITallyGrain
{
    public const int SnapshotEvery = 4;

    private readonly Channel<bool> _decided = Channel.CreateUnbounded<bool>();

    protected override SnapshotFormat<Tally> SnapshotFormat { get; } =
        new(TallyJson.Default.Tally, Fold: 1, Size: _ => 1, SnapshotEvery);

    public Task<Outcome<int>> Add(params long[] amounts) =>
        Transact(Seen((_, _) => Tally.Add(amounts)));

    public Task<Outcome<int>> GiveBack(long amount) => Settle(Seen((_, _) => Tally.Add([-amount])));

    public Task<Outcome<long>> Look() => Transact(Seen((tally, _) => tally.Look()));

    public Task<Versioned<long>> GetTotal() =>
        Task.FromResult(new Versioned<long>(State.Total, Version));

    public Task<Outcome<DateTimeOffset>> WakeBy(DateTimeOffset? due) =>
        Settle((_, now) => Tally.WakeBy(due, now));

    public async Task Decided(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _decided.Reader.ReadAsync();
        }
    }

    public async Task<Versioned<long>> Watch(long after, TimeSpan patience)
    {
        var changed = UntilChanged(after, patience);
        _decided.Writer.TryWrite(true);
        await changed;
        return new(State.Total, Version);
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<int> CountHistory(long after)
    {
        var count = 0;
        await foreach (var _ in History(after))
        {
            count++;
        }

        return count;
    }

    protected override Task OnWake() => Settle((tally, now) => tally.Ring(now));

    private Func<Tally, DateTimeOffset, Decision<T, TallyEvent>> Seen<T>(
        Func<Tally, DateTimeOffset, Decision<T, TallyEvent>> decide
    ) =>
        (tally, now) =>
        {
            _decided.Writer.TryWrite(true);
            return decide(tally, now);
        };
}
