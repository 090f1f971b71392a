using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>Drives the checkout: one step after the other, one driver at a time.</summary>
public sealed partial class OrderGrain
{
    /// <summary>
    /// How long a sale may be asked for again: after it the hold is looked up first.
    /// </summary>
    private static readonly TimeSpan SaleMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan CommandMax = TimeSpan.FromSeconds(10);

    private Task<Outcome<HoldEnding>[]>? _firstSales;
    private bool _cartKnows;
    private Task _driving = Task.CompletedTask;
    private TaskCompletionSource _rested = new();
    private bool _goOn;

    /// <summary>
    /// Sees to it that somebody drives, and waits until the order rests or the time is up.
    /// </summary>
    private async Task Drive(TimeSpan patience)
    {
        _goOn = true;
        if (_rested.Task.IsCompleted)
        {
            _rested = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (_driving.IsCompleted)
        {
            _driving = Steps();
        }

        if (patience > TimeSpan.Zero)
        {
            await Task.WhenAny(_rested.Task, _driving).EndsWithin(patience, Runtime.Time);
        }

        if (_driving.IsFaulted)
        {
            // The order is taken up again by its alarm; whoever waits hears that it is not done.
            await _driving;
        }
    }

    private async Task Steps()
    {
        while (_goOn)
        {
            _goOn = false;
            while (State.Step(Now) is { } step && await Do(step)) { }

            if (!_goOn)
            {
                // Whoever waits is answered now; the cart hears of it meanwhile.
                _rested.TrySetResult();
                await InformCart();
            }
        }
    }

    /// <summary>Does one step; <c>false</c> when there is nothing to do but wait.</summary>
    private Task<bool> Do(CheckoutStep step) =>
        step switch
        {
            CheckoutStep.Hold => Hold(),
            CheckoutStep.Pay => Pay(),
            CheckoutStep.Secure => Secure(),
            CheckoutStep.Expire => Lapse(),
            CheckoutStep.TakeBack => TakeBack(),
            _ => GiveBack(),
        };

    /// <summary>
    /// What was asked ahead is waited for once: where it failed, it is asked for anew.
    /// </summary>
    private static Task<T>? Take<T>(ref Task<T>? ahead)
    {
        var taken = ahead;
        ahead = null;
        return taken;
    }

    private async Task<bool> Secure()
    {
        var (order, deadline) = (State, new Deadline(State.Since + SaleMax));
        var first = Take(ref _firstSales) is { } sales ? await sales : [];
        if (KnownBad.ConfirmsBeforeStockIsSold)
        {
            await Settle((state, _) => state.Confirm());
        }

        var isSold =
            first.Length > 0 && first.All(sale => sale.IsAccepted)
            || (await Task.WhenAll(order.Lines.Select(line => Sell(order, line, deadline)))).All(
                sold => sold
            );
        if (isSold)
        {
            await Settle((state, _) => state.Confirm());
            return true;
        }

        return await Expire("stock_lost");
    }

    private async Task<bool> Sell(Order order, OrderLine line, Deadline deadline)
    {
        var stock = StockOf(line);
        var name = order.HoldOf(Id, line);
        if (deadline.HasPassed(Now))
        {
            // Whether it was sold to us is no longer remembered: its history knows.
            if (await stock.Trace(name) is { State: HoldState.Sold })
                return true;

            deadline = Within(SaleMax);
        }

        if ((await stock.Sell(name, deadline)).IsAccepted)
            return true;
        if (order.Rounds[line.Sku] > 2)
            return false;

        // Its hold had run out, and others have the units: hold again and sell, once.
        await Settle((state, _) => state.Rehold(line.Sku));
        name = new(Id.Value, order.Rounds[line.Sku] + 1);
        var held = await stock.Hold(name, line.Quantity, Order.HoldMax, Within(CommandMax));
        return held.IsAccepted && (await stock.Sell(name, Within(SaleMax))).IsAccepted;
    }

    private async Task<bool> Reject(Rejection reason)
    {
        await Settle((order, _) => order.Reject(reason));
        return true;
    }

    private async Task<bool> Expire(string code)
    {
        await Settle((order, _) => order.Expire(code));
        return true;
    }

    /// <summary>Gives back every unit of every round, and the cart. Nothing of it twice.</summary>
    private async Task<bool> GiveBack()
    {
        var order = State;
        await Task.WhenAll(order.Attempts.Select(each => Abandon(each.Payment, TimeSpan.Zero)));
        await Task.WhenAll(order.Lines.Select(line => GiveBack(order, line)));
        await ReleaseClaims(order);
        await GrainFactory.Cart(order.Cart).Reopen(Id);
        await Settle((state, _) => state.Settle());
        return true;
    }

    private async Task GiveBack(Order order, OrderLine line)
    {
        var stock = StockOf(line);
        for (var round = 1; round <= order.Rounds[line.Sku]; round++)
        {
            var name = Order.HoldOf(Id, line, round);
            var ending = order.IsSecured ? await stock.Trace(name) : null;
            if (ending is not { State: HoldState.Sold })
            {
                var released = await stock.Release(name, Within(SaleMax * 2));
                ending = released.IsAccepted ? released.Value : throw Refusal(released.Rejection);
            }

            if (ending is { State: HoldState.Sold, Quantity: var sold })
            {
                var key = new MovementKey($"{name}/restock", Id.Value, Within(SaleMax));
                var restocked = await stock.Restock(key, sold, "order given up");
                if (!restocked.IsAccepted)
                    throw Refusal(restocked.Rejection);
            }
        }
    }

    private async Task ReleaseAll(IEnumerable<Sku> skus, int round) =>
        await Task.WhenAll(
            skus.Select(sku =>
                GrainFactory.Stock(sku).Release(new(Id.Value, round), Within(SaleMax * 2))
            )
        );

    /// <summary>The cart hears that it is done; should this be lost, its alarm asks.</summary>
    private async Task InformCart()
    {
        if (State.Phase is OrderPhase.Confirmed && !_cartKnows)
        {
            await GrainFactory.Cart(State.Cart).Complete(Id);
            _cartKnows = true;
            DeactivateOnIdle();
        }
    }

    private Deadline Within(TimeSpan patience) => new(Now + patience);

    private static InvalidOperationException Refusal(Rejection rejection) =>
        new($"Stock refused to take units back: {rejection.Code}.");
}
