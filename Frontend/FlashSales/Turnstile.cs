using System.Collections.Frozen;
using Commerce.Customers;
using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>Gives tickets for waiting rooms, and tells how they stand.</summary>
internal sealed class Turnstile(
    IGrainFactory grains,
    SaleBoard board,
    Tickets tickets,
    Admissions admissions,
    PollTable polls,
    TimeProvider time
)
{
    private static readonly Problem TooEarly = new(
        StatusCodes.Status429TooManyRequests,
        "rate_limited",
        "This ticket was asked for just now. Wait as long as its pollAfter says."
    );

    /// <param name="account">Whose the place is then, with whatever cart; a guest's is their
    /// cart's, and costs work.</param>
    public async Task<IResult> Join(SaleId id, JoinRequest request, CustomerId? account)
    {
        var found = await Find(id);
        if (!found.IsAccepted)
            return found.Rejection.ToProblem();

        var (seen, now) = (found.Value, time.GetUtcNow());
        if (Refusal(seen, now) is { } refusal)
            return refusal;
        if ((account?.Value ?? request.Cart?.Value) is not { } owner)
            return SaleRejections.CartRequired.ToProblem();
        if (seen.Key is not { } key)
            return Shedding.Later;
        if (seen.IsBlocked(request.Cart, account))
            return SaleRejections.NotABuyer.ToProblem();

        var bits = account is null ? seen.WorkAt(now) : 0;
        if (!WorkProof.Has(bits, id, owner, request.Work ?? ""))
            return SaleRejections.WorkRequired(bits).ToProblem();

        if (
            request.Cart is { } cart
            && await grains.Cart(cart).Get(account) is { IsAccepted: false } lost
        )
            return lost.Rejection.ToProblem();

        return await Join(seen, key.TicketOf(owner), now);
    }

    /// <summary>How a ticket stands. No grain is asked while its sale is known here.</summary>
    public async Task<IResult> Look(SaleId id, string text)
    {
        if (!tickets.TryRead(id, text, out var ticket))
            return OutcomeResults.NotFound;

        var now = time.GetUtcNow();
        if (polls.EarlyBy(ticket.Hash.Span, now) is var early && early > TimeSpan.Zero)
            return TooEarly.After(early);

        if (board.Find(id) is { } seen)
            return new Answer<TicketBody>(Tell(seen, ticket, text, now));

        var found = await Find(id);
        return found.Match(sale => new Answer<TicketBody>(Tell(sale, ticket, text, now)));
    }

    private async Task<IResult> Join(SaleSeen seen, string hash, DateTimeOffset now)
    {
        var (id, isDraw) = (seen.Sale.Id, seen.Sale.Terms.Order is TurnOrder.Draw);
        var place = await grains
            .RoomLeaf(id, Draw.LeafOf(hash))
            .Join(hash, isDraw ? seen.Sale.StartsAt!.Value : DateTimeOffset.MinValue);
        if (place.Rejection == Rejections.Overloaded)
            return Shedding.Later;

        return place.Match(taken =>
        {
            if (!taken.IsRepeated)
            {
                seen.Joined(now);
            }

            var ticket = new Ticket(taken.Number, Convert.FromHexString(hash));
            var text = tickets.Write(id, ticket);
            return new Answer<TicketBody>(
                Tell(seen, ticket, text, now),
                StatusCodes.Status201Created
            )
            {
                Location = $"/api/v1/sales/{id}/tickets/{text}",
                IsReplay = taken.IsRepeated,
            };
        });
    }

    /// <summary>What is known here, else what the sale's own grain says.</summary>
    private async Task<Outcome<SaleSeen>> Find(SaleId id)
    {
        if (board.Find(id) is { } seen)
            return seen;

        var told = await grains.Sale(id).Get();
        return told.IsAccepted
            ? new SaleSeen(
                told.Value,
                SaleSeen.NoRoom,
                key: null,
                FrozenSet<string>.Empty,
                new(),
                heardAt: default
            )
            : told.Rejection;
    }

    private static Problem? Refusal(SaleSeen seen, DateTimeOffset now) =>
        seen.StateAt(now) switch
        {
            _ when seen.Sale.Rehearses is not null => SaleRejections.NotFound.ToProblem(),
            SaleState.Draft => SaleRejections.NotFound.ToProblem(),
            SaleState.Scheduled or SaleState.Armed => SaleRejections
                .NotOpen.ToProblem()
                .After(seen.Sale.StartsAt!.Value - SaleSchedule.QueuesBefore - now),
            SaleState.Prequeue or SaleState.Live or SaleState.Paused => null,
            _ => SaleRejections.Closed.ToProblem(),
        };

    private TicketBody Tell(SaleSeen seen, Ticket ticket, string text, DateTimeOffset now)
    {
        var (standing, name) = (TicketStanding.Of(seen, ticket, now), ticket.Name);
        if (seen.IsBlocked(name))
        {
            standing = new(TicketState.Expired, standing.PollAfter);
        }

        polls.Note(ticket.Hash.Span, now + TimeSpan.FromSeconds(standing.PollAfter));
        return new(
            text,
            Word(standing.State),
            standing.PollAfter,
            name,
            standing.Position,
            (long?)standing.Eta?.TotalSeconds,
            standing.ExpiresAt is { } until ? admissions.Issue(seen.Sale.Id, ticket, until) : null,
            standing.ExpiresAt
        );
    }

    private static string Word(TicketState state) =>
        state switch
        {
            TicketState.Waiting => "waiting",
            TicketState.Admitted => "admitted",
            _ => "expired",
        };
}
