using System.Collections.Concurrent;
using Commerce.EventSourcing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Journal;

/// <summary>That what is due is woken in time, whatever its neighbours do.</summary>
public sealed class AlarmClockTests(Cluster cluster) : IClassFixture<Cluster>, IAsyncLifetime
{
    private static readonly TimeSpan HangMax = TimeSpan.FromMinutes(1);

    private readonly WoundTime _time = new();
    private readonly Alarms _alarms = new();
    private readonly Place _place = new();
    private readonly Failures _failures = new();
    private AlarmClock _clock = null!;

    public async ValueTask InitializeAsync()
    {
        cluster.Time.SetUtcNow(JournalJudge.Noon);
        _clock = new(_alarms, _place, cluster.Grains, _time, _failures);
        await _clock.StartAsync(TestContext.Current.CancellationToken);
        await _time.IsWound;
    }

    public async ValueTask DisposeAsync()
    {
        await _clock.StopAsync(TestContext.Current.CancellationToken);
        _clock.Dispose();
    }

    [Fact]
    public async Task A_due_grain_is_woken_and_one_that_is_not_is_left_alone()
    {
        var (due, later) = (Tally("due"), Tally("later"));
        await due.WakeBy(JournalJudge.Noon);
        await later.WakeBy(JournalJudge.Noon + TimeSpan.FromHours(1));
        var woken = due.Watch(1, Timeout.InfiniteTimeSpan);
        await due.Decided(1);
        _alarms.Set("tally/due", JournalJudge.Noon);
        _alarms.Set("tally/later", JournalJudge.Noon + TimeSpan.FromHours(1));

        await Tick();

        Assert.Equal(1, (await woken).Value);
        Assert.Equal(1, (await later.GetTotal()).Version);
    }

    [Fact]
    public async Task An_alarm_of_a_partition_is_rung_by_who_looks_after_it_from_then_on()
    {
        var tally = Tally("elsewhere");
        var partition = Partition.Of("tally/elsewhere");
        await tally.WakeBy(JournalJudge.Noon);
        var woken = tally.Watch(1, Timeout.InfiniteTimeSpan);
        await tally.Decided(1);
        _alarms.Set("tally/elsewhere", JournalJudge.Noon);
        _place.Now = ((partition + 1) % 3, 3);
        await Tick();
        var before = await tally.GetTotal();

        _place.Now = (partition % 3, 3);
        await Tick();

        Assert.Equal(1, before.Version);
        Assert.Equal(1, (await woken).Value);
    }

    /// <summary>A silo is a member before its clock goes, and some time after it died.</summary>
    [Fact]
    public async Task An_alarm_that_is_late_is_rung_by_the_next_silo_too()
    {
        var tally = Tally("orphan");
        var partition = Partition.Of("tally/orphan");
        await tally.WakeBy(JournalJudge.Noon);
        var woken = tally.Watch(1, Timeout.InfiniteTimeSpan);
        await tally.Decided(1);
        _alarms.Set("tally/orphan", _time.GetUtcNow());
        _place.Now = ((partition + 2) % 3, 3);
        for (var late = TimeSpan.Zero; late <= AlarmClock.Late; late += AlarmClock.Period)
            await Tick();
        var before = await tally.GetTotal();

        _place.Now = ((partition + 1) % 3, 3);
        await Tick();

        Assert.Equal(1, before.Version);
        Assert.Equal(1, (await woken).Value);
    }

    /// <summary>Else the units of a busy SKU came back later and later.</summary>
    [Fact]
    public async Task An_alarm_that_is_set_anew_each_time_rings_each_time()
    {
        var busy = Tally("busy");
        for (var i = 0; i < 10; i++)
        {
            var (_, version) = await busy.GetTotal();
            var due = JournalJudge.Noon + TimeSpan.FromMilliseconds(i);
            await busy.WakeBy(JournalJudge.Noon);
            var woken = busy.Watch(version + 1, Timeout.InfiniteTimeSpan);
            await busy.Decided(1);
            _alarms.Set("tally/busy", due);

            await Tick();

            Assert.Equal(i + 1, (await woken).Value);
        }
    }

    [Fact]
    public async Task A_thousand_that_fail_do_not_keep_out_the_next()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _alarms.Set($"no grain {i}", JournalJudge.Noon - TimeSpan.FromHours(1));
        }

        await Tick();
        var behind = Tally("behind");
        await behind.WakeBy(JournalJudge.Noon);
        var woken = behind.Watch(1, Timeout.InfiniteTimeSpan);
        await behind.Decided(1);
        _alarms.Set("tally/behind", JournalJudge.Noon);

        await Tick();

        Assert.Equal(1, (await woken).Value);
    }

    [Fact]
    public async Task One_that_does_not_answer_holds_up_nobody()
    {
        var gate = new Gate();
        cluster.Journal.BeforeLanding = gate.Pass;
        _alarms.Set("tally/hangs", JournalJudge.Noon);
        await Tick();
        await gate.Arrived;
        cluster.Journal.Heal();
        var other = Tally("other");
        await other.WakeBy(JournalJudge.Noon);
        var woken = other.Watch(1, Timeout.InfiniteTimeSpan);
        await other.Decided(1);
        _alarms.Set("tally/other", JournalJudge.Noon);

        await Tick();

        Assert.Equal(1, (await woken).Value);
        gate.Open();
    }

    [Fact]
    public async Task A_look_that_fails_is_not_the_last()
    {
        var due = Tally("after");
        await due.WakeBy(JournalJudge.Noon);
        var woken = due.Watch(1, Timeout.InfiniteTimeSpan);
        await due.Decided(1);
        _alarms.Set("tally/after", JournalJudge.Noon);

        _alarms.IsAway = true;
        await Tick();
        _alarms.IsAway = false;
        await Tick();

        Assert.Equal(1, (await woken).Value);
    }

    [Fact]
    public async Task One_whose_journal_was_away_is_woken_as_soon_as_it_is_back()
    {
        const string CutOff = "tally/cut off";
        await Tally("cut off").WakeBy(JournalJudge.Noon);
        _alarms.Set(CutOff, JournalJudge.Noon);
        cluster.Journal.Fails = append => append.Stream == CutOff;
        for (var times = 0; times < 6; times++)
        {
            var failed = _failures.Next();
            await TickFor(TimeSpan.FromSeconds(0.75));
            await failed.WaitAsync(HangMax, TestContext.Current.CancellationToken);
        }

        var back = new TaskCompletionSource();
        cluster.Journal.Fails = append => append.Stream == CutOff && !back.TrySetResult();
        await TickFor(TimeSpan.FromSeconds(0.75));

        await back.Task.WaitAsync(HangMax, TestContext.Current.CancellationToken);
        cluster.Journal.Heal();
    }

    private async Task TickFor(TimeSpan time)
    {
        for (var past = TimeSpan.Zero; past < time; past += AlarmClock.Period)
            await Tick();
    }

    /// <summary>Moves the clock on, and waits until it has looked.</summary>
    private async Task Tick()
    {
        var looked = _alarms.NextLook();
        _time.Advance(AlarmClock.Period);
        await looked;
    }

    private ITallyGrain Tally(string name) => cluster.Grains.GetGrain<ITallyGrain>(name);

    /// <summary>
    /// A service starts when it likes: before it has its timer, no tick reaches it.
    /// </summary>
    private sealed class WoundTime() : FakeTimeProvider(JournalJudge.Noon)
    {
        private readonly TaskCompletionSource _wound = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Task IsWound => _wound.Task;

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        )
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _wound.TrySetResult();
            return timer;
        }
    }

    /// <summary>Alarms of which nobody takes one back, so that they stay due.</summary>
    private sealed class Alarms : IAlarms
    {
        private readonly ConcurrentDictionary<string, DateTimeOffset> _due = new(
            StringComparer.Ordinal
        );
        private TaskCompletionSource _look = new();

        public bool IsAway { get; set; }

        public void Set(string stream, DateTimeOffset due) => _due[stream] = due;

        public Task NextLook()
        {
            _look = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _look.Task;
        }

        public IReadOnlyList<DueAlarm> Due(DateTimeOffset now, int max)
        {
            var due = _due.Where(alarm => alarm.Value <= now).OrderBy(alarm => alarm.Value);
            _look.TrySetResult();
            if (IsAway)
                throw new JournalUnavailableException("Not now.");

            return [.. due.Take(max).Select(alarm => new DueAlarm(alarm.Key, alarm.Value))];
        }
    }

    /// <summary>What the clock says of grains that failed.</summary>
    private sealed class Failures : ILogger<AlarmClock>
    {
        private TaskCompletionSource _next = new();

        public Task Next()
        {
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _next.TrySetResult();
    }

    /// <summary>One of some processes, or the only one.</summary>
    private sealed class Place : IPlace
    {
        public (int Index, int Count) Now { get; set; } = (0, 1);
    }
}
