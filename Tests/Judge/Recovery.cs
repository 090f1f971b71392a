using System.Collections.Immutable;

namespace Commerce.Judging;

/// <summary>
/// When shoppers are served steadily again. A call is served if it is answered, by anything but a
/// 5xx, within three seconds, or within twelve where it may wait for the payment provider.
/// The store has recovered at the earliest moment from which on every call that is made in the next
/// two seconds is served, and at least ten are made.
/// </summary>
internal static class Recovery
{
    private const int CallsMin = 10;
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PaidAnswerMax = TimeSpan.FromSeconds(12);

    /// <returns>How long it took; <c>null</c> where it was not before the end.</returns>
    public static TimeSpan? After(
        DateTimeOffset moment,
        DateTimeOffset end,
        ImmutableArray<Call> history
    )
    {
        var calls = history
            .Where(call => call.Asked >= moment && call.Asked < end)
            .OrderBy(call => call.Asked)
            .ToList();
        for (var from = moment; from + Steady <= end; )
        {
            var next = calls.SkipWhile(call => call.Asked < from);
            var window = next.TakeWhile(call => call.Asked < from + Steady).ToList();
            var last = window.FindLastIndex(call => !IsServed(call));
            if (last < 0 && window.Count >= CallsMin)
                return from - moment;

            from = last < 0 ? from + Step : window[last].Asked.AddMilliseconds(1);
        }

        return null;
    }

    private static bool IsServed(Call call) =>
        call.Heard is not null
        && call.Answered - call.Asked
            <= (
                call.Kind
                    is CallKind.Checkout
                        or CallKind.Cancel
                        or CallKind.Capture
                        or CallKind.Refund
                    ? PaidAnswerMax
                    : AnswerMax
            );
}
