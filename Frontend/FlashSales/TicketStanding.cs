namespace Commerce.FlashSales;

internal enum TicketState
{
    Waiting = 1,
    Admitted = 2,
    Expired = 3,
}

/// <summary>
/// How a ticket stands: a pure function of what is known of its sale. Nobody is asked.
/// </summary>
/// <param name="Position">1 for whoever is next; <c>null</c>, where it is not known.</param>
/// <param name="Eta">How long until it is let in, at the pace of now.</param>
/// <param name="PollAfter">Whole seconds until it may be asked for again.</param>
/// <param name="ExpiresAt">Until when whoever was let in may come.</param>
internal sealed record TicketStanding(
    TicketState State,
    int PollAfter,
    long? Position = null,
    TimeSpan? Eta = null,
    DateTimeOffset? ExpiresAt = null
)
{
    private const int PollMin = 2;
    private const int PollMax = 30;
    private const int PollUnknown = 10;

    /// <summary>The longer it takes, the less often it is asked for.</summary>
    private const int PollsPerWait = 4;

    /// <summary>An admission is seen long before it expires.</summary>
    private const int PollsPerAdmission = 3;

    /// <summary>Over this time come back those who waited for the start.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(5);

    public static TicketStanding Of(SaleSeen seen, Ticket ticket, DateTimeOffset now)
    {
        var state = seen.StateAt(now);
        if (state is not (SaleState.Prequeue or SaleState.Live or SaleState.Paused))
            return new(TicketState.Expired, PollMax);
        if (PositionOf(seen, ticket) is not { } position)
            return new(TicketState.Waiting, UntilDrawn(seen, ticket, now));
        if (seen.Room.Steps.LetInAt(position) is { } letIn)
        {
            var expiresAt = letIn + TimeSpan.FromSeconds(seen.Sale.Terms.AdmissionSeconds);
            return expiresAt > now
                ? new(TicketState.Admitted, PollUnknown, ExpiresAt: expiresAt)
                : new(TicketState.Expired, PollMax);
        }

        // Whoever knows less than another frontend would tell a place further back.
        if (!seen.IsFreshAt(now))
            return new(TicketState.Waiting, PollMin);

        var ahead = position - seen.Room.Admitted;
        var eta = EtaOf(seen, ahead, now);
        var poll = eta is { } wait ? wait / PollsPerWait : TimeSpan.FromSeconds(PollUnknown);
        return new(TicketState.Waiting, Seconds(seen, poll), ahead + 1, eta);
    }

    /// <summary>
    /// The place among all tickets, from 0 on, which never changes; <c>null</c> before the draw.
    /// </summary>
    private static long? PositionOf(SaleSeen seen, Ticket ticket)
    {
        if (ticket.Number is { } number)
        {
            var isFifo = seen.Sale.Terms.Order is TurnOrder.Fifo;
            return isFifo || seen.Room.Root is not null ? seen.Room.Count + number : null;
        }

        return seen.Drawn is var (seed, root)
            ? Draw.Position(Draw.Rank(seed, root, ticket.Hash.Span), seen.Room.Count)
            : null;
    }

    private static TimeSpan? EtaOf(SaleSeen seen, long ahead, DateTimeOffset now)
    {
        if (seen.Room.Figures.PerSecond is not (> 0 and var pace))
            return null;

        var wait = TimeSpan.FromSeconds(double.Min((ahead + 1) / pace, TimeSpan.MaxValue.Days));
        return seen.Sale.StartsAt > now ? wait + (seen.Sale.StartsAt.Value - now) : wait;
    }

    /// <summary>Spread by the ticket, so that not all come back at the start together.</summary>
    private static int UntilDrawn(SaleSeen seen, Ticket ticket, DateTimeOffset now)
    {
        var start = seen.Sale.StartsAt is { } at && at > now ? at - now : TimeSpan.Zero;
        return Seconds(seen, start + (Spread * (ticket.Hash.Span[^1] / 256.0)));
    }

    private static int Seconds(SaleSeen seen, TimeSpan wait)
    {
        var most = int.Clamp(
            seen.Sale.Terms.AdmissionSeconds / PollsPerAdmission,
            PollMin,
            PollMax
        );
        return (int)double.Clamp(double.Ceiling(wait.TotalSeconds), PollMin, most);
    }
}
