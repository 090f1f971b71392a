using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>Where a customer is signed in.</summary>
public sealed partial record Customer
{
    public Decision<CustomerSession, CustomerEvent> BeginSession(
        SessionId id,
        string device,
        DateTimeOffset until,
        DateTimeOffset now
    )
    {
        if (!IsRegistered)
            return CustomerRejections.NotFound;
        if (until <= now || until > now + CustomerLimits.SessionMax + Deadline.Skew)
            return CustomerRejections.SessionTooLong;

        var customer = Forget(now);
        if (customer.EndedSessions.Contains(id.Value))
            return CustomerRejections.SessionEnded;
        if (customer.Sessions.TryGetValue(id.Value, out var open) && open.Until >= until)
            return open;

        var begun = new SessionBegun(id, device, until);
        return Told(each => each.Sessions[id.Value], now, [.. customer.Crowded(id), begun]);
    }

    public Decision<bool, CustomerEvent> EndSession(SessionId id, DateTimeOffset now)
    {
        var customer = Forget(now);
        if (customer.EndedSessions.Contains(id.Value))
            return true;
        if (!customer.Sessions.Contains(id.Value))
            return CustomerRejections.NoSuchSession;

        return (true, new SessionEnded(id));
    }

    public Decision<int, CustomerEvent> EndSessions(SessionId? except, DateTimeOffset now)
    {
        var ended = SessionsAt(now)
            .Where(each => each.Id != except)
            .Select(CustomerEvent (each) => new SessionEnded(each.Id))
            .ToImmutableArray();
        return new(ended.Length, ended);
    }

    public bool HasSession(SessionId id, DateTimeOffset now) =>
        Sessions.TryGetValue(id.Value, out var session) && session.Until > now;

    /// <summary>What has not run out, what ends first before what ends later.</summary>
    public ImmutableArray<CustomerSession> SessionsAt(DateTimeOffset now) =>
        [.. Forget(now).Sessions.Values];

    /// <summary>Who signs in once more than may be, is signed out where they were first.</summary>
    private IEnumerable<CustomerEvent> Crowded(SessionId next) =>
        Sessions.Count < CustomerLimits.SessionsMax || Sessions.Contains(next.Value)
            ? []
            : [new SessionEnded(Sessions.Values.MinBy(each => each.BegunAt)!.Id)];

    private Customer Begin(SessionBegun e, DateTimeOffset at)
    {
        var begunAt = Sessions.TryGetValue(e.Session.Value, out var open) ? open.BegunAt : at;
        var session = new CustomerSession(e.Session, e.Device, begunAt, e.Until);
        return this with { Sessions = Sessions.Set(e.Session.Value, session, e.Until) };
    }

    private Customer End(SessionId id) =>
        Sessions.TryGetValue(id.Value, out var session)
            ? this with
            {
                Sessions = Sessions.Remove(id.Value),
                EndedSessions = EndedSessions.Set(id.Value, value: true, session.Until),
            }
            : this;

    private Customer Forget(DateTimeOffset at) =>
        Sessions.FirstEnd <= at || EndedSessions.FirstEnd <= at || Challenges.FirstEnd <= at
            ? this with
            {
                Sessions = Sessions.After(at),
                EndedSessions = EndedSessions.After(at),
                Challenges = Challenges.After(at),
            }
            : this;
}
