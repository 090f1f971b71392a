using System.Collections.Concurrent;
using Commerce.Accounts;
using Commerce.Http;

namespace Commerce.Orders;

/// <summary>
/// Stops whoever tries out cards: so many were declined for an address, an account, or a cart or
/// order, that no more are asked about for a while. Counted by each process for itself.
/// </summary>
internal sealed class Declines(RateLimits limits, RateLimitSettings settings, TimeProvider time)
{
    private const int SweepAt = 10_000;

    private readonly ConcurrentDictionary<string, Party> _parties = new(StringComparer.Ordinal);

    private static Problem TooMany { get; } =
        new(
            StatusCodes.Status429TooManyRequests,
            "too_many_attempts",
            "Too many payments were declined. Wait as long as Retry-After says."
        );

    private Quota Quota => settings.Declines;

    private DateTimeOffset Now => time.GetUtcNow();

    private TimeSpan Span => TimeSpan.FromSeconds(Quota.Seconds);

    /// <summary>
    /// Takes part in an attempt to pay; <c>null</c> where there have been too many declined ones.
    /// Once one of an account's was declined, its others on their way count too, so that many at
    /// once are no more; what else is on its way from an address may be other people's.
    /// </summary>
    /// <param name="about">What is paid for: a cart, or an order.</param>
    public IResult? Begin(HttpContext http, string about, out Attempt attempt)
    {
        var account = http.Request.Account()?.Value;
        var parties = PartiesOf(http, about, account)
            .Select(each => _parties.GetOrAdd(each, name => new(isOne: name == account)));
        attempt = new(this, [.. parties]);
        if (attempt.TryBegin(out var wait))
            return null;

        return TooMany.After(wait);
    }

    private IEnumerable<string> PartiesOf(HttpContext http, string about, string? account)
    {
        Sweep();
        yield return about;
        if (account is not null)
            yield return account;
        // Of a request that comes from nowhere nothing is known: all such are one.
        if (limits.PlaceOf(http) is { } place)
            yield return place;
    }

    /// <summary>Forgets whoever has had nothing declined for so long.</summary>
    private void Sweep()
    {
        if (_parties.Count < SweepAt)
            return;

        var now = Now;
        foreach (var (name, party) in _parties)
        {
            if (party.IsIdle(now - Span))
                _parties.TryRemove(new(name, party));
        }
    }

    /// <summary>One attempt to pay, from before it is made until it is known.</summary>
    internal sealed class Attempt(Declines declines, IReadOnlyList<Party> parties)
    {
        public bool TryBegin(out TimeSpan wait)
        {
            var (now, begun) = (declines.Now, 0);
            wait = TimeSpan.Zero;
            foreach (var party in parties)
            {
                if (party.Begin(now, declines.Span, declines.Quota.Requests) is { } refused)
                {
                    wait = refused;
                    break;
                }

                begun++;
            }

            if (begun == parties.Count)
                return true;

            foreach (var party in parties.Take(begun))
                party.End(declinedAt: null);
            return false;
        }

        public void End(bool isDeclined)
        {
            var now = declines.Now;
            foreach (var party in parties)
                party.End(isDeclined ? now : null);
        }
    }

    /// <summary>Whoever has payments declined.</summary>
    /// <param name="isOne">Whether it is one person, whose attempts on their way count.</param>
    internal sealed class Party(bool isOne)
    {
        private readonly Queue<DateTimeOffset> _declined = new();
        private int _out;

        /// <summary>How long to wait; <c>null</c> for who may try.</summary>
        public TimeSpan? Begin(DateTimeOffset now, TimeSpan span, int max)
        {
            lock (_declined)
            {
                while (_declined.TryPeek(out var first) && first <= now - span)
                    _declined.Dequeue();
                if (_declined.Count > 0 && _declined.Count + (isOne ? _out : 0) >= max)
                    return _declined.Peek() + span - now;

                _out++;
                return null;
            }
        }

        public void End(DateTimeOffset? declinedAt)
        {
            lock (_declined)
            {
                _out--;
                if (declinedAt is { } at)
                    _declined.Enqueue(at);
            }
        }

        public bool IsIdle(DateTimeOffset since)
        {
            lock (_declined)
                return _out == 0 && _declined.All(each => each <= since);
        }
    }
}

internal static class CountedDeclines
{
    /// <summary>Answers 429 <c>too_many_attempts</c> where too many were declined.</summary>
    public static RouteHandlerBuilder CountsDeclines(this RouteHandlerBuilder route) =>
        route
            .AddEndpointFilter(Count)
            .Refuses(StatusCodes.Status429TooManyRequests, "too_many_attempts");

    /// <summary>For pages, whose answers do not tell: notes an attempt that was declined.</summary>
    public static void Tell(HttpContext http, OrderTold order, int attempt)
    {
        if (OrderAnswers.Objection(order, attempt) is { Code: "payment_declined" })
            http.Features.Set(new Declined());
    }

    private sealed record Declined;

    private static async ValueTask<object?> Count(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var declines = http.RequestServices.GetRequiredService<Declines>();
        // A page's form says which cart it is about, and has been read by now.
        var about = http.GetRouteValue("id")?.ToString() ?? http.Request.Form["cart"].ToString();
        if (declines.Begin(http, about, out var attempt) is { } refused)
            return refused;

        var isDeclined = false;
        try
        {
            var result = await next(context);
            isDeclined =
                result is Problem { Code: "payment_declined" }
                || http.Features.Get<Declined>() is not null;
            return result;
        }
        finally
        {
            attempt.End(isDeclined);
        }
    }
}
