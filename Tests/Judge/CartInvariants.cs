using Commerce.Carts;
using static Commerce.Carts.CartEvent;

namespace Commerce.Judging;

/// <summary>What must be true of carts.</summary>
internal static class CartInvariants
{
    /// <summary>I6: what was added is there, once per key, and nothing that nobody added.</summary>
    public static IEnumerable<string> AddsCountOnce(Facts facts)
    {
        var added = facts
            .Streams<CartEvent>()
            .SelectMany(cart => cart.Steps.Select(step => (cart.Id, step.Happened)))
            .Where(each => each.Happened is LineAdded { Key: not null })
            .Select(each => (Cart: each.Id, Line: (LineAdded)each.Happened))
            .ToLookup(each => (each.Cart, each.Line.Key), each => each.Line);
        foreach (
            var calls in facts
                .History.Where(call => call.Kind is CallKind.Add)
                .GroupBy(call => (call.On, (string?)call.Key))
        )
        {
            var lines = added[calls.Key].ToList();
            if (lines.Count > 1)
                yield return $"{calls.First()} counted {lines.Count} times";
            if (lines.Count == 0 && calls.FirstOrDefault(call => call.IsOk) is { } lost)
                yield return $"{lost} is not in the cart";
            if (lines.Exists(line => line.Quantity != calls.First().Quantity))
                yield return $"{calls.First()} counted as {lines[0].Quantity}";
        }
    }

    /// <summary>I10: an add that was told no is in no cart.</summary>
    public static IEnumerable<string> RefusedAddsAreNot(Facts facts)
    {
        var added = facts
            .Streams<CartEvent>()
            .SelectMany(cart => cart.Steps.Select(step => (cart.Id, step.Happened)))
            .Select(each => (each.Id, (each.Happened as LineAdded)?.Key))
            .ToHashSet();
        return facts
            .History.Where(call => call.Kind is CallKind.Add)
            .GroupBy(call => (call.On, (string?)call.Key))
            .Where(calls => calls.All(call => call.IsRefused) && added.Contains(calls.Key))
            .Select(calls => $"{calls.First()}, and is in the cart");
    }

    /// <summary>E5, at rest: a cart is not frozen for an order that has ended.</summary>
    public static IEnumerable<string> NoCartIsStuck(Facts facts)
    {
        if (!facts.IsAtRest)
            yield break;

        var settled = facts
            .Orders()
            .Where(order => order.End is OrderEnd.Settled)
            .Select(order => order.Id)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var cart in facts.Streams<CartEvent>())
        {
            var last = cart
                .Steps.Select(step => step.Happened)
                .LastOrDefault(happened => happened is CheckoutStarted or Reopened or Completed);
            if (last is CheckoutStarted { Order: var order } && settled.Contains(order.Value))
                yield return $"{cart.Id} is still frozen for {order}";
        }
    }
}
