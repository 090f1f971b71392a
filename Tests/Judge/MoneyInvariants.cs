using Commerce.Payments;
using static Commerce.Payments.PaymentEvent;

namespace Commerce.Judging;

/// <summary>I8: money adds up to the minor unit.</summary>
internal static class MoneyInvariants
{
    /// <summary>
    /// Lines − discounts + shipping + tax = total, and every line is its price times its units.
    /// </summary>
    public static IEnumerable<string> OrdersAddUp(Facts facts)
    {
        foreach (var order in facts.Orders())
        {
            var (placed, totals) = (order.Placed, order.Placed.Totals);
            var sum = totals.Subtotal - totals.Discount + totals.Shipping + totals.Tax;
            if (sum != totals.Total)
                yield return $"{order.Id} adds up to {sum}, and says {totals.Total}";
            if (Sum(placed.Lines.Select(line => line.Total)) != totals.Subtotal)
                yield return $"{order.Id}: its lines are not its subtotal";
            if (
                Sum(placed.Lines.Select(line => line.Gross).Append(placed.Shipping.Gross))
                != totals.Total
            )
                yield return $"{order.Id}: its parts are not its total";
            foreach (var line in placed.Lines.Where(l => l.UnitPrice * l.Quantity != l.Total))
                yield return $"{order.Id}: {line.Quantity} × {line.UnitPrice} ≠ {line.Total}";
        }

        Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate((sum, amount) => sum + amount);
    }

    /// <summary>At every moment: refunded ≤ captured, captured + voided ≤ authorised.</summary>
    public static IEnumerable<string> PaymentsKeepToTheirBounds(Facts facts) =>
        from payment in facts.Streams<PaymentEvent>()
        from step in payment.Steps
        where
            step.Happened
                is Reported
                {
                    AuthorizedTotal: var authorized,
                    CapturedTotal: var captured,
                    RefundedTotal: var refunded,
                    VoidedTotal: var voided,
                }
            && (refunded > captured || captured + voided > authorized || refunded < 0)
        select $"{payment.Id} went out of bounds: {step.Happened}";

    /// <summary>At rest a payment and the provider say the same of the same money.</summary>
    public static IEnumerable<string> LedgerMatchesJournal(Facts facts)
    {
        if (!facts.IsAtRest)
            yield break;

        var payments = facts.Streams<PaymentEvent>().ToDictionary(each => each.Id, Totals);
        foreach (var charge in facts.Ledger)
        {
            var told = (charge.Authorized, charge.Captured, charge.Refunded, charge.Voided);
            var known = payments.GetValueOrDefault(charge.Key.Split(':')[0]);
            if (known != told)
                yield return $"{charge.Key}: the provider says {told}, the journal {known}";
        }
    }

    /// <summary>At rest what was asked for and done sums to what was moved.</summary>
    public static IEnumerable<string> OperationsSumToTotals(Facts facts)
    {
        foreach (var payment in facts.Streams<PaymentEvent>().Where(_ => facts.IsAtRest))
        {
            var happened = payment.Steps.Select(step => step.Happened).ToList();
            var done = happened.OfType<OperationDone>().Select(e => e.Operation).ToHashSet();
            var asked = happened.OfType<OperationRequested>().ToList();
            var failed = happened.OfType<OperationFailed>().Select(e => e.Operation).ToHashSet();
            var totals = Totals(payment);
            if (Done(PaymentAction.Capture) != totals.Captured)
                yield return $"{payment.Id} captured {totals.Captured} by other means";
            if (Done(PaymentAction.Refund) != totals.Refunded)
                yield return $"{payment.Id} refunded {totals.Refunded} by other means";
            foreach (var open in asked.Where(e => !IsEnded(e.Operation)))
                yield return $"{payment.Id} never ended {open.Operation}";

            bool IsEnded(string operation) =>
                done.Contains(operation) || failed.Contains(operation);

            long Done(PaymentAction action) =>
                asked
                    .Where(e => e.Action == action && done.Contains(e.Operation))
                    .Sum(e => e.Amount);
        }
    }

    /// <summary>At rest every payment is known, and an abandoned one is given back.</summary>
    public static IEnumerable<string> PaymentsRest(Facts facts)
    {
        foreach (var payment in facts.Streams<PaymentEvent>().Where(_ => facts.IsAtRest))
        {
            var happened = payment.Steps.Select(step => step.Happened).ToList();
            var isKnown = happened.Exists(e => e is Authorized or Declined);
            if (happened.Exists(e => e is Requested) && !isKnown)
                yield return $"{payment.Id} was asked for, and nobody knows what became of it";

            var totals = Totals(payment);
            var kept = totals.Authorized - totals.Voided - totals.Refunded;
            if (happened.Exists(e => e is Abandoned) && kept != 0)
                yield return $"{payment.Id} is not wanted, and {kept} of it are kept";
        }
    }

    private static (long Authorized, long Captured, long Refunded, long Voided) Totals(
        Told<PaymentEvent> payment
    ) =>
        payment.Steps.Aggregate(
            default((long Authorized, long Captured, long Refunded, long Voided)),
            (totals, step) =>
                step.Happened switch
                {
                    Authorized e => totals with { Authorized = e.Amount },
                    Reported e => (
                        e.AuthorizedTotal,
                        e.CapturedTotal,
                        e.RefundedTotal,
                        e.VoidedTotal
                    ),
                    _ => totals,
                }
        );
}
