using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Notifications.MailEvent;

namespace Commerce.Notifications;

/// <summary>Whether a mail is to be sent, and when it is tried next.</summary>
/// <param name="Subject">Under whose key it is sealed; <c>null</c> before it is queued.</param>
/// <param name="Content">Sealed.</param>
/// <param name="Until">From when on it is of no use.</param>
/// <param name="Failures">How often it was not taken.</param>
/// <param name="TryAt">When to try; <c>null</c> once it is sent or given up.</param>
public sealed record Mail(
    string? Subject,
    string Content,
    DateTimeOffset Until,
    int Failures,
    DateTimeOffset? TryAt
) : IAggregate<Mail, MailEvent>
{
    /// <summary>The pauses between tries double from the first to the longest.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);

    /// <summary>How long it is known that a mail was sent, or why it was not.</summary>
    public static readonly TimeSpan KeptOver = TimeSpan.FromDays(30);

    private const int DoublingsMax = 16;

    public static Mail Initial { get; } = new(Subject: null, "", default, 0, TryAt: null);

    /// <summary>When it was sent or given up, if it was.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? WakeAt => TryAt ?? RemoveAt;

    public DateTimeOffset? RemoveAt => EndedAt + KeptOver;

    public Decision<bool, MailEvent> Queue(string subject, string content, DateTimeOffset until) =>
        Subject is null ? (true, new Queued(subject, content, until)) : true;

    /// <summary>Whether to hand it over now; what is of no use any more is given up.</summary>
    public Decision<bool, MailEvent> Try(DateTimeOffset now) =>
        !(TryAt <= now) ? false
        : Until <= now ? (false, new GivenUp("too late"))
        : true;

    public Decision<bool, MailEvent> Sent() => TryAt is null ? false : (true, new Sent());

    public Decision<bool, MailEvent> GiveUp(string why) =>
        TryAt is null ? false : (true, new GivenUp(why));

    public Decision<bool, MailEvent> Fail(string why, DateTimeOffset now)
    {
        var pause = PauseMin * (1 << int.Min(Failures, DoublingsMax));
        return TryAt is null
            ? false
            : (true, new Failed(why, now + (pause < PauseMax ? pause : PauseMax)));
    }

    public Mail Evolve(MailEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Queued e => new(e.Subject, e.Content, e.Until, 0, at),
            Failed e => this with { Failures = Failures + 1, TryAt = e.RetryAt },
            MailEvent.Sent or GivenUp => this with { TryAt = null, EndedAt = at },
            _ => throw new UnreachableException($"No such event of a mail: {happened}"),
        };
}
