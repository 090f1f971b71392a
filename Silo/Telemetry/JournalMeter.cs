using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;

namespace Commerce.Telemetry;

/// <summary>
/// What a journal counts of its own appends. Each event counts on the silo that appended it, and
/// nowhere else, so that sums over silos are right.
/// </summary>
internal sealed class JournalMeter : IDisposable
{
    /// <summary>Of all meters of the store's own.</summary>
    public const string Name = "Commerce";

    /// <summary>Events that move units, and what they do to holds.</summary>
    private static readonly FrozenDictionary<string, string> Changes = new Dictionary<
        string,
        string
    >(StringComparer.Ordinal)
    {
        ["stock.held"] = "held",
        ["stock.sold"] = "sold",
        ["stock.released"] = "released",
        ["stock.expired"] = "expired",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Meter _meter = new(Name);
    private readonly Tally _events = new("kind", Kinds());
    private readonly Tally _units = new("change", Changes.Values);
    private readonly Tally _appends = new("outcome", ["landed", "refused", "failed"]);
    private readonly Histogram<long> _batch;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _commit;

    /// <param name="queued">How much waits to be written.</param>
    /// <param name="age">How long a commit takes already.</param>
    public JournalMeter(Func<long> queued, Func<TimeSpan> age)
    {
        _meter.CreateObservableGauge(
            "commerce.journal.commit.age",
            () => age().TotalSeconds,
            "s",
            "How long the commit that is being made takes already; 0: none is."
        );
        _meter.CreateObservableUpDownCounter(
            "commerce.journal.queue",
            queued,
            "{event}",
            "Events that wait to be written."
        );
        _meter.CreateObservableCounter(
            "commerce.journal.events",
            _events.Read,
            "{event}",
            "Events that this silo appended, by kind."
        );
        _meter.CreateObservableCounter(
            "commerce.journal.appends",
            _appends.Read,
            "{append}",
            "Appends that landed, met another writer, or failed."
        );
        _meter.CreateObservableCounter(
            "commerce.stock.units",
            _units.Read,
            "{unit}",
            "Units that were held, and what became of them."
        );
        _batch = _meter.CreateHistogram<long>(
            "commerce.journal.batch.size",
            "{event}",
            "Events that share a commit.",
            tags: null,
            Buckets.Counts
        );
        _wait = _meter.CreateHistogram(
            "commerce.journal.append.wait",
            "s",
            "From the wish to append until the answer.",
            tags: null,
            Buckets.Seconds
        );
        _commit = _meter.CreateHistogram(
            "commerce.journal.commit.duration",
            "s",
            "The writing of a batch, until it is durable.",
            tags: null,
            Buckets.Seconds
        );
    }

    /// <summary>An append is durable. Comes from the writer's thread alone.</summary>
    public void Landed(StreamAppend append, TimeSpan waited)
    {
        _appends.Add("landed", 1);
        _wait.Record(waited.TotalSeconds);
        foreach (var happened in append.Events)
        {
            _events.Add(happened.Kind, 1);
            if (Changes.TryGetValue(happened.Kind, out var change))
            {
                _units.Add(change, QuantityOf(happened.Data.Span));
            }
        }
    }

    /// <summary>An append met a stream at another version.</summary>
    public void Refused() => _appends.Add("refused", 1);

    public void Failed() => _appends.Add("failed", 1);

    public void Committed(long events, TimeSpan took)
    {
        _batch.Record(events);
        _commit.Record(took.TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<string> Kinds() =>
        typeof(IDomainEvent<>)
            .Assembly.GetTypes()
            .Where(type => type.GetInterface(typeof(IDomainEvent<>).Name) is not null)
            .SelectMany(type => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false))
            .Select(each => (string)each.TypeDiscriminator!);

    private static long QuantityOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            var isName = reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName };
            if (isName && reader.ValueTextEquals("quantity"u8))
            {
                return reader.Read() && reader.TryGetInt64(out var quantity) ? quantity : 0;
            }
        }

        return 0;
    }
}
