using System.Text;

namespace Commerce.Telemetry;

/// <summary>A span as a collector gets it.</summary>
/// <param name="Parent">Empty where there is none.</param>
/// <param name="Links">The spans that it is linked to.</param>
internal sealed record SpanSeen(
    string Trace,
    string Id,
    string Parent,
    string Name,
    IReadOnlyList<string> Links
)
{
    // Of opentelemetry/proto: TracesData.resource_spans.scope_spans.spans, and what a span has.
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;

    /// <summary>All that an export request has.</summary>
    public static IEnumerable<SpanSeen> Read(ReadOnlyMemory<byte> request) =>
        Inner(request, ResourceSpans)
            .SelectMany(resource => Inner(resource, ScopeSpans))
            .SelectMany(scope => Inner(scope, Spans))
            .Select(Of);

    private static SpanSeen Of(ReadOnlyMemory<byte> span) =>
        new(
            Hex(Inner(span, 1)),
            Hex(Inner(span, 2)),
            Hex(Inner(span, 4)),
            string.Concat(Inner(span, 5).Select(name => Encoding.UTF8.GetString(name.Span))),
            [.. Inner(span, 13).Select(link => Hex(Inner(link, 2)))]
        );

    private static string Hex(IEnumerable<ReadOnlyMemory<byte>> values) =>
        string.Concat(values.Select(value => Convert.ToHexStringLower(value.Span)));

    /// <summary>The values of a field that are texts, bytes or messages.</summary>
    private static List<ReadOnlyMemory<byte>> Inner(ReadOnlyMemory<byte> message, int field)
    {
        var values = new List<ReadOnlyMemory<byte>>();
        while (!message.IsEmpty)
        {
            var key = Number(ref message);
            var length = (key & 7) switch
            {
                0 => 0,
                1 => sizeof(long),
                5 => sizeof(int),
                _ => (int)Number(ref message),
            };
            if ((key & 7) == 0)
                Number(ref message);
            else if (key >> 3 == (ulong)field)
                values.Add(message[..length]);
            message = message[length..];
        }

        return values;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> message)
    {
        var (number, shift) = (0ul, 0);
        while (true)
        {
            var part = message.Span[0];
            message = message[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;

            shift += 7;
        }
    }
}
