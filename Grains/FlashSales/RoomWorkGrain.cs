using System.Collections.Immutable;

namespace Commerce.FlashSales;

/// <summary>Closes the set, lets people in, and tells of it: one worker at a time.</summary>
public sealed partial class RoomGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private IGrainTimer? _timer;
    private Task _working = Task.CompletedTask;
    private RoomTold _told = new(0, null, 0, null, [], [], new(0, 0, 0, 0, TimeSpan.Zero, []));
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SaleTold? _sale;
    private Pace? _pace;
    private long _paced;
    private long _counted;
    private ImmutableArray<ItemFigures> _items = [];
    private long _early;
    private (long From, long Before, long People) _letIn;

    private Task Work()
    {
        if (_working.IsCompleted)
        {
            _working = Steps();
        }

        return _working;
    }

    private async Task Steps()
    {
        var sale = await GrainFactory.Sale(Id).Get();
        if (sale.Value is not { } told)
        {
            DeactivateOnIdle();
            return;
        }

        _sale = told;
        if (told is { Stage: SaleStage.Armed, StartsAt: { } startsAt })
        {
            await Settle((room, _) => room.Open(startsAt, told.Terms.AdmissionSeconds));
        }

        if (State.Root is null && State.StartsAt <= Now)
        {
            await Close();
            Tell();
        }

        var state = told.StateAt(Now);
        var isOn = state is SaleState.Prequeue or SaleState.Live or SaleState.Paused;
        if (isOn)
        {
            await Count(told);
            await Admit(told, state);
        }

        Tell();
        Rest(!isOn);
    }

    private void Rest(bool isOver)
    {
        if (isOver)
        {
            _timer?.Dispose();
            _timer = null;
        }
        else
        {
            // Its silo keeps it while there is something to do; after a crash, who follows it.
            _timer ??= this.RegisterGrainTimer(
                _ => Work(),
                new GrainTimerCreationOptions
                {
                    DueTime = Period,
                    Period = Period,
                    KeepAlive = true,
                }
            );
        }
    }

    private async Task Close()
    {
        var leaves = await Task.WhenAll(
            Enumerable.Range(0, Draw.Leaves).Select(i => GrainFactory.RoomLeaf(Id, i).Close())
        );
        var root = Draw.Root(leaves.Select(leaf => leaf.Root));
        await Settle((room, _) => room.Close(root, leaves.Sum(leaf => leaf.Count)));
    }

    private async Task Count(SaleTold sale)
    {
        var levels = await Task.WhenAll(
            sale.Terms.Items.Select(item =>
                GrainFactory.Allotment(item.Sku, sale.Allotment).GetLevel()
            )
        );
        _items = Same(
            _items,
            sale.Terms.Items.Zip(
                levels.Select(level => level.Value),
                (item, level) =>
                    new ItemFigures(item.Sku, long.Max(0, level.Saleable), level.Held, level.Sold)
            )
        );
        if (State.Root is null && sale.Terms.Order is TurnOrder.Draw && IsNew(ref _counted))
        {
            var counts = await Task.WhenAll(
                Enumerable
                    .Range(0, Draw.Leaves)
                    .Select(i => GrainFactory.RoomLeaf(Id, i).GetCount())
            );
            _early = counts.Sum();
        }
    }

    private async Task Admit(SaleTold sale, SaleState state)
    {
        var now = Now;
        _pace ??= Pace.Begin(now);
        var free = _items.Sum(item => item.Free);
        if (state is not SaleState.Live || !State.IsDrawn || free == 0)
        {
            _pace = _pace.Rest(sale.Admission, now);
            return;
        }

        if (IsNew(ref _paced))
        {
            _pace = _pace.Heed(_reports.Slowest(now), State.Joined > State.Admitted);
        }

        var since = now - TimeSpan.FromSeconds(sale.Terms.AdmissionSeconds);
        var people = await CountPeople(State.Steps.LetInBy(since), State.Admitted);
        var outstanding = people - _reports.SpentSince(since);
        var (places, after) = _pace.Step(
            sale.Admission,
            State.Joined - State.Admitted,
            (long)(free * Pace.PeoplePerUnit) - long.Max(0, outstanding),
            now
        );
        _pace = after;
        if (places > 0)
        {
            await Settle((room, _) => room.Admit(places));
        }
    }

    /// <summary>
    /// How many really stand at positions from one up to before another: of a draw's positions some
    /// have nobody and some have several, and those who come late stand behind, one at each.
    /// </summary>
    private async Task<long> CountPeople(long from, long before)
    {
        if (State.Drawn is not { } draw)
            return before - from;

        if ((_letIn.From, _letIn.Before) != (from, before))
        {
            var counts = await Task.WhenAll(
                Enumerable
                    .Range(0, Draw.Leaves)
                    .Select(i => GrainFactory.RoomLeaf(Id, i).CountDrawn(draw, from, before))
            );
            var late = long.Max(0, before - long.Max(from, draw.Count));
            _letIn = (from, before, counts.Sum() + late);
        }

        return _letIn.People;
    }

    /// <summary>Whoever follows hears of what has changed.</summary>
    private void Tell()
    {
        var (room, now) = (State, Now);
        var isLive = _sale?.StateAt(now) is SaleState.Live;
        var told = new RoomTold(
            _told.News,
            room.Root,
            room.Count,
            room.Seed,
            room.Steps,
            Same(_told.SoldOut, _items.Where(item => item.Free == 0).Select(item => item.Sku)),
            new(
                room.Root is null ? _early + room.Late : room.Joined,
                room.Admitted,
                isLive ? _pace?.PerSecond ?? 0 : 0,
                _reports.Orders(now),
                _reports.Slowest(now),
                _items
            )
        );
        if (told == _told)
            return;

        // Rises also beyond what another silo told before.
        _told = told with
        {
            News = long.Max(_told.News + 1, now.ToUnixTimeMilliseconds()),
        };
        _news.TrySetResult();
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Once a second.</summary>
    private bool IsNew(ref long second)
    {
        var (before, now) = (second, Now.ToUnixTimeSeconds());
        second = now;
        return now != before;
    }

    /// <summary>What has not changed is the same array, by which it is told apart.</summary>
    private static ImmutableArray<T> Same<T>(ImmutableArray<T> before, IEnumerable<T> after) =>
        after.ToImmutableArray() is var now && before.SequenceEqual(now) ? before : now;
}
