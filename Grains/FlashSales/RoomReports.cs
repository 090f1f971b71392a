namespace Commerce.FlashSales;

/// <summary>
/// What frontends have seen of a sale, by the second, as long as it matters. It is lost with the
/// room's silo: fewer are let in then for as long as an admission lasts.
/// </summary>
internal sealed class RoomReports
{
    private const int CheckoutSeconds = 5;

    private readonly SortedDictionary<long, RoomReport> _seconds = [];

    public void Take(RoomReport report, DateTimeOffset now)
    {
        if (report is { Spent: 0, Orders: 0 })
            return;

        var second = now.ToUnixTimeSeconds();
        var before = _seconds.GetValueOrDefault(second, new(0, 0, TimeSpan.Zero));
        _seconds[second] = new(
            before.Spent + report.Spent,
            before.Orders + report.Orders,
            before.Slowest > report.Slowest ? before.Slowest : report.Slowest
        );
    }

    /// <summary>Forgets what is older, and counts the admissions that were spent since.</summary>
    public long SpentSince(DateTimeOffset moment)
    {
        var first = moment.ToUnixTimeSeconds();
        while (_seconds.Count > 0 && _seconds.First().Key < first)
        {
            _seconds.Remove(_seconds.First().Key);
        }

        return _seconds.Values.Sum(each => each.Spent);
    }

    /// <summary>Orders of the second before.</summary>
    public long Orders(DateTimeOffset now) =>
        _seconds.TryGetValue(now.ToUnixTimeSeconds() - 1, out var last) ? last.Orders : 0;

    /// <summary>The slowest 99th percentile of the last seconds.</summary>
    public TimeSpan Slowest(DateTimeOffset now)
    {
        var first = now.ToUnixTimeSeconds() - CheckoutSeconds;
        return _seconds
            .Where(each => each.Key >= first)
            .Select(each => each.Value.Slowest)
            .DefaultIfEmpty()
            .Max();
    }
}
