using System.Diagnostics;
using Commerce.Http;
using OpenTelemetry;

namespace Commerce.Telemetry;

/// <summary>Takes cards' numbers out of spans, before any is sent to a collector.</summary>
internal sealed class CardFreeSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = CardFree.Of(data.DisplayName);
        data.TraceStateString = data.TraceStateString is { } state ? CardFree.Of(state) : null;
        foreach (var (name, value) in data.Tags.ToList())
        {
            if (value is not null && CardFree.Of(value) is var free && free != value)
                data.SetTag(name, free);
        }
    }
}
