using System.Diagnostics.Metrics;
using Commerce.EventSourcing;

namespace Commerce.Telemetry;

/// <summary>How old what happened is when the lists know of it.</summary>
internal static class NewsMeter
{
    private static readonly Meter Own = new(JournalMeter.Name);

    private static readonly Histogram<double> Delay = Own.CreateHistogram(
        "commerce.news.delay",
        "s",
        "From the decision to the lists that tell of it, over the stream.",
        tags: null,
        Buckets.Seconds
    );

    public static void Applied(EventBatch batch, DateTimeOffset now)
    {
        if (!Delay.Enabled)
            return;

        foreach (var recorded in batch.Events)
            Delay.Record((now - recorded.At).TotalSeconds);
    }
}
