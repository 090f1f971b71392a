using System.Diagnostics;
using Commerce.Customers;
using Commerce.EventSourcing;
using static Commerce.Privacy.PrivacyEvent;

namespace Commerce.Privacy;

/// <summary>What a person asked for by right, and how that stands.</summary>
/// <param name="Exports">What they may read, each until its end.</param>
/// <param name="Erasure">Set once they are to be forgotten.</param>
public sealed record PersonalRights(Expiring<ExportAsked> Exports, ErasureCourse? Erasure)
    : IAggregate<PersonalRights, PrivacyEvent>
{
    public static PersonalRights Initial { get; } = new(new(), Erasure: null);

    public DateTimeOffset? WakeAt => Erasure?.Next;

    public Decision<ExportTold, PrivacyEvent> AskExport(
        ExportId id,
        string? key,
        TimeSpan kept,
        DateTimeOffset now
    )
    {
        if (Erasure is not null)
            return CustomerRejections.Erased;

        var open = Exports.After(now);
        if (key is not null && open.Values.FirstOrDefault(each => each.Key == key) is { } known)
            return new ExportTold(known.Export, known.Until, IsReplay: true);
        if (open.Count >= PrivacyLimits.ExportsMax)
            return PrivacyRejections.TooManyExports;

        return (new ExportTold(id, now + kept), new ExportAsked(id, now + kept, key));
    }

    public Outcome<ExportTold> Export(ExportId id, DateTimeOffset now) =>
        Erasure is not null ? CustomerRejections.Erased
        : Exports.TryGetValue(id.Value, out var asked) && asked.Until > now
            ? new ExportTold(id, asked.Until)
        : PrivacyRejections.NoExport;

    public Decision<bool, PrivacyEvent> AskErasure(ErasureCause cause) =>
        Erasure is null ? (true, new ErasureAsked(cause)) : true;

    public Decision<bool, PrivacyEvent> Close(string? emailKey) =>
        Erasure is { ClosedAt: null } ? (true, new AccountClosed(emailKey)) : true;

    /// <summary>
    /// What a look came to. Whatever was on its way when the account was closed has come to its
    /// end by <see cref="ErasureCourse.Grace"/>: what is looked at after that is the last there is.
    /// </summary>
    /// <param name="kept">Orders that cannot be forgotten yet.</param>
    /// <param name="next">When the first of them may be.</param>
    /// <param name="isCertain">Whether the look saw all that had happened by then.</param>
    public Decision<bool, PrivacyEvent> Look(
        int kept,
        DateTimeOffset next,
        bool isCertain,
        DateTimeOffset now
    ) =>
        Erasure is not { ClosedAt: { } closed, IsOver: false } ? false
        : kept == 0 && isCertain && now >= closed + ErasureCourse.Grace ? (true, new Erased())
        : (true, new Looked(kept, Max(next, now + ErasureCourse.Pause)));

    public PersonalRights Evolve(PrivacyEvent happened, DateTimeOffset at) =>
        happened switch
        {
            ExportAsked e => this with
            {
                Exports = Exports.After(at).Set(e.Export.Value, e, e.Until),
            },
            ErasureAsked e => new(new(), new(e.Cause, at, Next: at)),
            AccountClosed e => Course(each => each with { ClosedAt = at, EmailKey = e.EmailKey }),
            Looked e => Course(each =>
                each with
                {
                    HasLooked = true,
                    OrdersKept = e.OrdersKept,
                    Next = e.Next,
                }
            ),
            Erased => Course(each =>
                each with
                {
                    HasLooked = true,
                    OrdersKept = 0,
                    EmailKey = null,
                    Next = null,
                }
            ),
            _ => throw new UnreachableException($"No such event of rights: {happened}"),
        };

    private PersonalRights Course(Func<ErasureCourse, ErasureCourse> change) =>
        this with
        {
            Erasure = Erasure is null ? null : change(Erasure),
        };

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) =>
        one > other ? one : other;
}

/// <summary>How far it is with forgetting somebody.</summary>
/// <param name="Next">When to look next; <c>null</c>: it is over.</param>
/// <param name="EmailKey">The mark of the address they had shown to be theirs.</param>
/// <param name="HasLooked">Whether all was erased once that nothing needed.</param>
public sealed record ErasureCourse(
    ErasureCause Cause,
    DateTimeOffset AskedAt,
    DateTimeOffset? Next,
    DateTimeOffset? ClosedAt = null,
    string? EmailKey = null,
    bool HasLooked = false,
    int OrdersKept = 0
)
{
    /// <summary>No request from before an account was closed does anything after it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>How soon to look again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public bool IsOver => Next is null;
}
