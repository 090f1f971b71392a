using System.Collections.Immutable;
using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>The first step of a checkout: every line is held, or none.</summary>
public sealed partial class OrderGrain
{
    private static readonly TimeSpan HeldElsewherePause = TimeSpan.FromMilliseconds(160);
    private const int HeldElsewhereTries = 3;

    private Task<Outcome<Hold>[]>? _firstRound;

    private async Task<bool> Hold()
    {
        var lines = State.Lines;
        var claiming = Claim();
        var isFirst = State.Rounds.Values.All(round => round == 1);
        if (isFirst)
        {
            var outcomes = await (
                Take(ref _firstRound)
                ?? HoldAll([.. lines.Select(l => (l.Sku, l.Quantity, l.Sale))])
            );
            if (await claiming is { } beyond)
                return await Reject(beyond);
            if (outcomes.All(outcome => outcome.IsAccepted))
                return await Reserved(outcomes);

            await Settle((order, _) => order.BeginRound(2));
            return true;
        }

        if (await claiming is { } over)
            return await Reject(over);

        // Also when it has been done: whoever began the round may not have come this far.
        await Task.WhenAll(
            lines.Select(line =>
                StockOf(line).Release(Order.HoldOf(Id, line, round: 1), Within(SaleMax * 2))
            )
        );
        var held = new List<Outcome<Hold>>();
        foreach (var line in lines.OrderBy(line => line.Sku.Value, StringComparer.Ordinal))
        {
            var outcome = await HoldPatiently(line);
            if (!outcome.IsAccepted)
                return await Reject(outcome.Rejection);

            held.Add(outcome);
        }

        return await Reserved([.. held]);
    }

    /// <summary>
    /// Every line is held: the intent to pay and the news of it share their commit.
    /// </summary>
    private async Task<bool> Reserved(Outcome<Hold>[] holds)
    {
        var until = holds.Min(hold => hold.Value!.ExpiresAt);
        var (reserved, durable) = Decide((order, _) => order.Reserve(until));
        var isPaying =
            reserved is { IsAccepted: true, Value: true } && until - Now > Order.PaymentMargin;
        if (isPaying)
        {
            _authorizing = Authorize(State.Attempts[^1], State.Totals!.Total);
        }

        await durable;
        return true;
    }

    private async Task<Outcome<Hold>> HoldPatiently(OrderLine line)
    {
        var name = State.HoldOf(Id, line);
        var stock = StockOf(line);
        for (var tries = 1; ; tries++)
        {
            var held = await stock.Hold(name, line.Quantity, Order.HoldMax, Within(CommandMax));
            if (
                held.IsAccepted
                || tries == HeldElsewhereTries
                || !MayComeFree(held.Rejection, line)
            )
                return held;

            await Task.Delay(HeldElsewherePause, Runtime.Time);
        }
    }

    /// <summary>Whether what is missing is only held by others, who may not pay.</summary>
    private static bool MayComeFree(Rejection rejection, OrderLine line)
    {
        var facts = rejection.Data.IsDefault ? [] : rejection.Data;
        long Of(string name) => facts.FirstOrDefault(each => each.Name == name)?.Number ?? 0;
        return Of("available") + Of("held") >= line.Quantity;
    }

    private Task<Outcome<Hold>[]> HoldAll(
        ImmutableArray<(Sku Sku, int Quantity, SaleHold? Sale)> lines
    )
    {
        var deadline = Within(CommandMax);
        return Task.WhenAll(
            lines.Select(line =>
                StockOf(line.Sku, line.Sale)
                    .Hold(
                        line.Sale?.Hold ?? new(Id.Value, 1),
                        line.Quantity,
                        Order.HoldMax,
                        deadline
                    )
            )
        );
    }
}
