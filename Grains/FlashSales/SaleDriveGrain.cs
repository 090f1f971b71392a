using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>
/// Sets a sale's units apart and takes back what is left of them, one driver at a time.
/// </summary>
public sealed partial class SaleGrain
{
    /// <summary>How often holds are looked after while payments are stopped.</summary>
    private static readonly TimeSpan CarePeriod = TimeSpan.FromSeconds(15);

    /// <summary>What every hold outlives each time.</summary>
    private static readonly TimeSpan CareMin = CarePeriod * 4;

    private const int HoldsMax = 1_000_000;

    private Task _driving = Task.CompletedTask;
    private IGrainTimer? _care;

    private Task Drive()
    {
        if (_driving.IsCompleted)
        {
            _driving = Steps();
        }

        return _driving;
    }

    private async Task Steps()
    {
        var wasHard = State.Pause is PauseKind.Hard;
        await Settle((sale, now) => sale.End(now));
        if (wasHard && State.Pause is PauseKind.None)
        {
            await ProlongHolds();
        }

        if (State is { Stage: SaleStage.Scheduled, Quota: false, IsReturning: false })
        {
            await SetApart();
        }

        if (State.IsReturning)
        {
            await TakeBack();
        }
    }

    private async Task SetApart()
    {
        var (items, allotment) = (State.Terms!.Items, State.Allotment);
        var granted = await Task.WhenAll(
            items.Select(item =>
                GrainFactory
                    .Stock(item.Sku)
                    .Grant(allotment, grant: 1, item.Quantity, new(Now + Sale.StepMax))
            )
        );
        var refusal = granted
            .Zip(items)
            .Where(each => !each.First.IsAccepted)
            .Select(each => Named(each.First.Rejection!, each.Second.Sku))
            .FirstOrDefault();
        await Settle(
            (sale, _) =>
                refusal is null ? sale.SetQuota(allotment) : sale.FailSchedule(allotment, refusal)
        );
    }

    private async Task TakeBack()
    {
        var (items, allotment) = (State.Terms!.Items, State.Allotment);
        var closed = await Task.WhenAll(
            items.Select(item =>
                GrainFactory
                    .Allotment(item.Sku, allotment)
                    .CloseAllotment(this.GetGrainId().ToString())
            )
        );
        ImmutableArray<(Sku Sku, AllotmentStanding Standing)> stocks =
        [
            .. items.Zip(closed, (item, stock) => (item.Sku, stock.Value!)),
        ];
        var isOver = State.Stage is SaleStage.Settling or SaleStage.Cancelled;
        if (isOver && stocks.All(each => each.Standing.IsClosed))
        {
            // Nobody can tell any more who bought what in it. Before it is settled: a settled sale
            // does nothing more by itself.
            await subjects.Destroy(Id.Value, Now);
        }

        await Settle((sale, now) => sale.Settle(stocks, now));
    }

    /// <summary>
    /// While payments are stopped no hold runs out: whoever holds cannot help it.
    /// </summary>
    private void KeepHeld()
    {
        if (State.Pause is not PauseKind.Hard)
        {
            return;
        }

        _care ??= this.RegisterGrainTimer(
            async () =>
            {
                if (State.Pause is PauseKind.Hard)
                {
                    await ExtendHolds(_ => Now + CareMin);
                }
                else
                {
                    _care?.Dispose();
                    _care = null;
                }
            },
            TimeSpan.Zero,
            CarePeriod
        );
    }

    /// <summary>Gives everybody who held through pauses what those took from them.</summary>
    private Task ProlongHolds()
    {
        var (sale, time) = (State, TimeSpan.FromSeconds(State.Terms!.HoldSeconds));
        return ExtendHolds(hold => hold.Since + time + sale.StoppedSince(hold.Since));
    }

    private Task ExtendHolds(Func<Hold, DateTimeOffset> until) =>
        Task.WhenAll(State.Terms!.Items.Select(item => ExtendHolds(item.Sku, until)));

    private async Task ExtendHolds(Sku sku, Func<Hold, DateTimeOffset> until)
    {
        var stock = GrainFactory.Allotment(sku, State.Allotment);
        var holds = await stock.GetHolds(HoldsMax);
        var deadline = new Deadline(Now + Sale.StepMax);
        await Task.WhenAll(
            holds
                .Where(hold => until(hold) > hold.ExpiresAt)
                .Select(hold => stock.Extend(hold.Name, until(hold), deadline))
        );
    }

    private static Rejection Named(Rejection rejection, Sku sku) =>
        rejection with
        {
            Data =
            [
                new(Pointer: null, "sku", Text: sku.Value),
                .. rejection.Data.IsDefault ? [] : rejection.Data,
            ],
        };
}
