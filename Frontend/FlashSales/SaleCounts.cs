namespace Commerce.FlashSales;

/// <summary>
/// What this frontend sees of a sale until it reports it; may be counted by many at once.
/// </summary>
internal sealed class SaleCounts
{
    /// <summary>Checkouts whose time is kept between two reports.</summary>
    private const int TimesMax = 4_096;

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _times = [];
    private long _spent;
    private long _orders;

    /// <summary>An admission led to units in a cart.</summary>
    public void Spent()
    {
        lock (_lock)
        {
            _spent++;
        }
    }

    /// <summary>A checkout of the sale was confirmed, and took so long.</summary>
    public void Ordered(TimeSpan took)
    {
        lock (_lock)
        {
            _orders++;
            if (_times.Count < TimesMax)
            {
                _times.Add(took);
            }
        }
    }

    /// <summary>Everything since the report before.</summary>
    public RoomReport Take()
    {
        lock (_lock)
        {
            _times.Sort();
            var slowest = _times is [] ? default : _times[(_times.Count - 1) * 99 / 100];
            var report = new RoomReport(_spent, _orders, slowest);
            _times.Clear();
            (_spent, _orders) = (0, 0);
            return report;
        }
    }
}
