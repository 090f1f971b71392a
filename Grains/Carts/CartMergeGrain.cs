using System.Collections.Immutable;
using Commerce.Customers;

namespace Commerce.Carts;

/// <summary>Brings a guest's cart into a customer's: who asked does, or the alarm.</summary>
public sealed partial class CartGrain
{
    private Task _arriving = Task.CompletedTask;

    public async Task<Outcome<CartMoved>> Move(CustomerId customer, CartId into, MergeMode mode)
    {
        var begun = await Settle((cart, _) => cart.BeginMove(customer, into, mode));
        if (!begun.IsAccepted)
            return begun.Rejection;

        await Arrive();
        var move = State.Move!;
        return new CartMoved(move.Into, move.IsDone, move.Adjustments);
    }

    public async Task<Outcome<ImmutableArray<CartAdjustment>>> Absorb(CartMerge merge)
    {
        var isNew = !State.Merged.ContainsKey(merge.From);
        if (isNew && await Refused(expected: null, State.Customer) is { } refusal)
            return refusal;

        var skus = merge.Lines.Where(line => line.Sale is null).Select(line => line.Sku).ToList();
        var looks = await Task.WhenAll(skus.Select(Look));
        var known = skus.Zip(looks).ToImmutableDictionary(each => each.First, each => each.Second);
        var absorbed = await Transact((cart, now) => cart.Absorb(merge, known, now));
        if (!absorbed.IsAccepted)
            return absorbed.Rejection;

        await GiveBack(absorbed.Value.Freed);
        return absorbed.Value.Adjustments;
    }

    public Task<ImmutableArray<CartId>> GetMerged(CustomerId who) =>
        Task.FromResult<ImmutableArray<CartId>>(Foreign(who) is null ? [.. State.Merged.Keys] : []);

    /// <summary>One driver at a time; whoever comes meanwhile waits for it.</summary>
    private Task Arrive()
    {
        if (_arriving.IsCompleted)
        {
            _arriving = Bring();
        }

        return _arriving;
    }

    private async Task Bring()
    {
        while (State is { Move: { IsDone: false, Into: var into } move })
        {
            var merge = new CartMerge(
                Id,
                move.Mode,
                [.. State.Lines],
                State.Shipping,
                State.Suspicion
            );
            var absorbed = await GrainFactory.Cart(into).Absorb(merge);
            if (absorbed.IsAccepted)
            {
                await Settle((cart, _) => cart.EndMove(into, absorbed.Value));
                continue;
            }

            // One that is over never took it, and never will; one that is being paid for may come
            // back, and is asked again by the alarm.
            var current = await GrainFactory.CartOf(move.Customer).Open(State.Currency);
            if (!current.IsAccepted || current.Value.Cart.Id == into)
            {
                await Settle((cart, now) => cart.MoveLater(now));
                return;
            }

            await Settle((cart, _) => cart.MoveOn(into, current.Value.Cart.Id));
        }

        if (State.State is CartState.Moved)
        {
            // Hardly anyone looks at it again.
            DeactivateOnIdle();
        }
    }
}
