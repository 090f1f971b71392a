using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Claims.ClaimEvent;

namespace Commerce.Claims;

/// <summary>Whose a value is, and whether that is certain.</summary>
/// <remarks>
/// While it is not, the newest attempt alone may settle it; once every attempt must have come to
/// its end, the owner is asked.
/// </remarks>
/// <param name="Owner">Who has the value, if anybody.</param>
/// <param name="Attempt">The newest attempt, by its deadline.</param>
/// <param name="AskAt">When to ask the owner; <c>null</c> when it is certain.</param>
/// <param name="FormerOwner">Who had it last, before it was given up.</param>
public sealed record Claim(
    string? Owner,
    Deadline Attempt,
    DateTimeOffset? AskAt,
    string? FormerOwner = null
) : IAggregate<Claim, ClaimEvent>
{
    /// <summary>
    /// How long after an attempt's deadline the owner is asked: long enough for a write of that
    /// attempt's to be durable, or refused for its deadline, on any machine.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public static Claim Initial { get; } = new(Owner: null, default, AskAt: null);

    public DateTimeOffset? WakeAt => AskAt;

    public Decision<string, ClaimEvent> Take(string owner, Deadline notAfter, DateTimeOffset now)
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (Owner is not null && Owner != owner)
            return Owner;
        if (Owner is not null && (AskAt is null || Attempt == notAfter))
            return Owner;

        return (owner, new Claimed(owner, notAfter));
    }

    public Decision<string?, ClaimEvent> Confirm(
        string owner,
        Deadline notAfter,
        DateTimeOffset now
    ) => IsOpenTo(owner, notAfter, now) ? (Owner, new Confirmed(owner)) : Owner;

    public Decision<string?, ClaimEvent> Doubt(
        string owner,
        Deadline notAfter,
        DateTimeOffset now
    ) => Owner == owner && !notAfter.HasPassed(now) ? (Owner, new Doubted(owner, notAfter)) : Owner;

    public Decision<string?, ClaimEvent> Release(
        string owner,
        Deadline notAfter,
        DateTimeOffset now
    ) => IsOpenTo(owner, notAfter, now) ? (null, new Released(owner)) : Owner;

    /// <summary>The claim to ask the owner about; rejected if it is not time to.</summary>
    public Decision<Claim, ClaimEvent> Question(DateTimeOffset now) =>
        AskAt <= now ? this : ClaimRejections.Settled;

    /// <summary>What the owner said, of the claim as it was when the question was put.</summary>
    public Decision<string?, ClaimEvent> Settle(Claim asked, bool owns) =>
        asked != this ? Owner
        : owns ? (Owner, new Confirmed(Owner!))
        : (null, new Released(Owner!));

    public Claim Evolve(ClaimEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Claimed e => Open(e.Owner, e.NotAfter),
            Doubted e => Open(e.Owner, e.NotAfter),
            Confirmed => this with { AskAt = null },
            Released e => Initial with { FormerOwner = e.Owner },
            _ => throw new UnreachableException($"No such event of a claim: {happened}"),
        };

    private bool IsOpenTo(string owner, Deadline notAfter, DateTimeOffset now) =>
        Owner == owner && AskAt is not null && Attempt == notAfter && !notAfter.HasPassed(now);

    /// <summary>An attempt with an earlier deadline does not shorten the time of another.</summary>
    private Claim Open(string owner, Deadline notAfter)
    {
        var askAt = notAfter.End + Grace;
        return new(owner, notAfter, AskAt > askAt ? AskAt : askAt, FormerOwner);
    }
}
