using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Commerce.LoadTests.Http;
using HdrHistogram;

namespace Commerce.LoadTests.FlashSales;

/// <summary>Writes down what shoppers are answered; all connections write at once.</summary>
/// <param name="faults">What shoppers may be told because of them.</param>
internal sealed class SaleLog(ServerClock clock, SaleFaults faults)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Step, LongHistogram> _took = [];
    private readonly Dictionary<string, long> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _excused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset?> _tickets = new(StringComparer.Ordinal);
    private readonly List<Success> _successes = [];
    private readonly List<BoughtUnits> _orders = [];
    private readonly List<CheckoutSeen> _checkouts = [];
    private long _entriesWithout;
    private long _inDoubt;

    /// <summary>Timestamps of the confirmations.</summary>
    public ConcurrentQueue<long> Confirmations { get; } = [];

    public IReadOnlyDictionary<Step, LongHistogram> Took => _took;

    public IReadOnlyDictionary<string, long> Answers => _answers;

    public void Answered(Step step, Response response, long asked)
    {
        var took = Stopwatch.GetElapsedTime(asked);
        var kind = string.Create(
            CultureInfo.InvariantCulture,
            $"{step.ToString().ToLowerInvariant()} {response.Kind}"
        );
        var isFailure =
            response.Status is 0 or >= 500
            || (response.Is(429) && response.Header("Retry-After"u8) is null);
        lock (_gate)
        {
            Count(_answers, kind);
            if (isFailure)
                Count(faults.Excuse(response, asked) ? _excused : _failures, kind);

            ref var all = ref CollectionsMarshal.GetValueRefOrAddDefault(_took, step, out _);
            all ??= new(lowestTrackableValue: 1, 60_000_000, numberOfSignificantValueDigits: 3);
            all.RecordValue(long.Clamp((long)took.TotalMicroseconds, 1, 60_000_000));
        }
    }

    /// <summary>Somebody got units or an order, and has just been told.</summary>
    public void Succeeded(string what, bool isAdmitted)
    {
        var at = clock.AtMost(Stopwatch.GetTimestamp());
        lock (_gate)
        {
            _successes.Add(new(what, at));
            _entriesWithout += isAdmitted ? 0 : 1;
        }
    }

    public void CheckedOut(long asked, bool lostHold)
    {
        var took = Stopwatch.GetElapsedTime(asked);
        lock (_gate)
        {
            _checkouts.Add(new(took, lostHold));
        }
    }

    public void Confirmed(int person, int units)
    {
        Confirmations.Enqueue(Stopwatch.GetTimestamp());
        lock (_gate)
        {
            _orders.Add(new(person, units));
        }
    }

    public void Doubt(int units) => Interlocked.Add(ref _inDoubt, units);

    /// <param name="hash">Of a ticket that was certainly given before the start.</param>
    public void GotTicket(string hash)
    {
        lock (_gate)
        {
            _tickets.TryAdd(hash, null);
        }
    }

    public void LetIn(string hash, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_tickets.ContainsKey(hash))
                _tickets[hash] = at;
        }
    }

    /// <summary>Once nobody writes any more.</summary>
    public SaleHistory Close(SaleOffice office, SettledSale? settled, PublishedDraw? draw) =>
        new(
            office.Units,
            office.Limit,
            office.StartsAt,
            settled,
            _orders,
            _inDoubt,
            _successes,
            _entriesWithout,
            _checkouts,
            _failures,
            _excused,
            draw,
            [.. _tickets.Select(each => new EarlyTicket(each.Key, each.Value))]
        );

    private static void Count(Dictionary<string, long> counts, string kind) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, kind, out _)++;
}
