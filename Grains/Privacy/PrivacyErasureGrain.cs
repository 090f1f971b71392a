using System.Text.Json;
using Commerce.Orders;

namespace Commerce.Privacy;

/// <summary>
/// Forgets somebody: each step may be done again, so whoever dies in between is followed by
/// whoever the alarm wakes.
/// </summary>
public sealed partial class PrivacyGrain
{
    private const int PageMax = 100;

    /// <summary>A list that is further behind is not believed to be whole.</summary>
    private static readonly TimeSpan LagMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CommandMax = TimeSpan.FromSeconds(10);

    private Task _driving = Task.CompletedTask;

    /// <summary>Takes the erasure as far as it goes now; one at a time does.</summary>
    private Task Drive() =>
        _driving.IsCompleted && State.Erasure is { IsOver: false }
            ? _driving = EraseAll()
            : _driving;

    private async Task EraseAll()
    {
        var account = GrainFactory.Customer(Customer);
        var closed = await account.Close();
        await Settle((rights, _) => rights.Close(closed.Value?.VerifiedEmailKey));
        await subjects.Destroy(Customer.Value, Now);
        await DiscardCart();
        await account.Forget(new(Now + CommandMax));

        var isCertain = await HasLists();
        var (kept, next) = await EraseOrders();
        await Settle((rights, now) => rights.Look(kept, next, isCertain, now));
    }

    private async Task DiscardCart()
    {
        if (await GrainFactory.CartOf(Customer).Find() is { IsAccepted: true, Value: var cart })
            await GrainFactory.Cart(cart.Id).Discard(expected: null, Customer);
    }

    /// <summary>
    /// Whether the lists know of all that happened before this look, however far they trail.
    /// </summary>
    private async Task<bool> HasLists()
    {
        var views = await GrainFactory.View("orders").GetAll();
        return views.Any(each => each is { Name: "orders", IsComplete: true } && each.Lag < LagMax);
    }

    /// <summary>How many orders keep their buyer, and when the first need not.</summary>
    private async Task<(int Kept, DateTimeOffset Next)> EraseOrders()
    {
        var until = new List<DateTimeOffset>();
        await foreach (var order in Orders())
        {
            if (await EraseOrder(order) is { } needed)
                until.Add(needed);
        }

        return (until.Count, until.Count == 0 ? Now : until.Min());
    }

    /// <summary>What they bought, and what was bought with their address while it was theirs.
    /// </summary>
    private async IAsyncEnumerable<OrderId> Orders()
    {
        await foreach (var row in Listed(Customer.Value))
            yield return row.Id;

        if (State.Erasure is not { EmailKey: { } email, ClosedAt: { } closed })
            yield break;

        await foreach (var row in Listed(email))
        {
            if (row.CreatedAt <= closed)
                yield return row.Id;
        }
    }

    /// <exception cref="JournalUnavailableException">The list is being made anew.</exception>
    private async IAsyncEnumerable<OrderRow> Listed(string buyer)
    {
        string? mark = null;
        do
        {
            var page = await GrainFactory.View("orders").GetPage($"buyer/{buyer}", PageMax, mark);
            if (!page.IsAccepted)
                throw new JournalUnavailableException(page.Rejection.Detail);

            foreach (var row in page.Value.Rows)
                yield return JsonSerializer.Deserialize(row.Span, OrderRowJson.Default.OrderRow)!;

            mark = page.Value.Next;
        } while (mark is not null);
    }

    /// <summary>Erases who bought it, or tells until when that is needed.</summary>
    private async Task<DateTimeOffset?> EraseOrder(OrderId id)
    {
        if (await subjects.Read(id.Value) is null)
            return null;

        var order = await GrainFactory.Order(id).Get();
        if (
            order.IsAccepted
            && OrderRetention.NeededUntil(order.Value, settings.OrdersKept, Now) is { } until
        )
            return until;

        await subjects.Destroy(id.Value, Now);
        return null;
    }
}
