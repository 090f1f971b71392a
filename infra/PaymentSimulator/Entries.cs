namespace PaymentSimulator;

/// <summary>
/// What each operation enters into the book: its record, the charge and the news of it, together.
/// Runs on the ledger's writer, one operation after the other.
/// </summary>
internal sealed class Entries(ProviderSettings settings, TimeProvider time, Signal news)
{
    public Recorded Authorize(Book book, Authorization asked, Behaviour behaviour)
    {
        if (book.Find(asked.Key) is { } known)
            return known.Asks(asked) ? known : throw new KeyReusedException(asked.Key);

        var now = time.GetUtcNow();
        var charge = behaviour.Open($"ch_{Guid.CreateVersion7(now):N}", asked);
        var operation = new Operation(
            asked.Key,
            OperationKind.Authorize,
            charge.Id,
            charge.Amount,
            charge.Status,
            charge.Code
        );
        var (later, early) = settings.Webhook is null
            ? ([], null)
            : Notice.OfNew(charge, behaviour, settings.LostWebhookDelay, now);
        book.Add(operation);
        book.Put(charge);
        Send(book, later);
        return new(operation, charge) { IsNew = true, Early = early };
    }

    public Recorded Change(Book book, string key, OperationKind kind, string id, long amount)
    {
        if (book.Find(key) is { } known)
            return known.Asks(kind, id, amount) ? known : throw new KeyReusedException(key);

        var charge = book.Charge(id);
        var verdict = (charge, kind) switch
        {
            (null, _) => Verdict.Refused("unknown_charge"),
            (_, OperationKind.Capture) => charge.Capture(amount),
            (_, OperationKind.Void) => charge.Void(),
            (_, OperationKind.Refund) => charge.Refund(amount),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Changes no charge."),
        };
        var operation = new Operation(key, kind, id, amount, verdict.Status, verdict.Code);
        book.Add(operation);
        Apply(book, charge, verdict.Next);
        return new(operation, verdict.Next ?? charge) { IsNew = true };
    }

    /// <summary>The payer has no key: the same choice again is answered the same.</summary>
    public Recorded Act(Book book, string id, bool approve)
    {
        if (book.Charge(id) is not { } charge)
            return Refused(id, "unknown_charge", null);

        var verdict = charge.Act(approve);
        if (verdict.Next is { } next)
        {
            Apply(book, charge, next);
            return book.Find(charge.Key)!;
        }

        var authorization = book.Find(charge.Key)!;
        var chosen = approve ? AnswerStatus.Authorized : AnswerStatus.Declined;
        return authorization.Operation.Status == chosen
            ? authorization
            : Refused(id, verdict.Code!, charge);
    }

    private static Recorded Refused(string id, string code, Charge? charge) =>
        new(new("", OperationKind.Authorize, id, 0, AnswerStatus.Refused, code), charge);

    private void Apply(Book book, Charge? before, Charge? next)
    {
        if (next is null)
            return;

        book.Put(next);
        if (before is { Status: AnswerStatus.ActionRequired })
        {
            var approved = next.Status is AnswerStatus.Authorized;
            book.Settle(
                next.Key,
                approved ? AnswerStatus.Authorized : AnswerStatus.Declined,
                approved ? null : next.Code ?? "voided"
            );
        }

        if (settings.Webhook is not null)
            Send(book, Notice.OfChange(next, settings.LostWebhookDelay, time.GetUtcNow()));
    }

    private void Send(Book book, IReadOnlyList<Notice> notices)
    {
        foreach (var notice in notices)
            book.Add(notice);

        // Too early, but the deliverer asks the same writer, after this batch.
        if (notices.Count > 0)
            news.Set();
    }
}
