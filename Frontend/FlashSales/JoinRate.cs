namespace Commerce.FlashSales;

/// <summary>How many join a second, here and of late; may be counted by many at once.</summary>
internal sealed class JoinRate
{
    private const double SmoothingSeconds = 10;

    private readonly Lock _lock = new();
    private double _perSecond;
    private DateTimeOffset _at;

    public void Count(DateTimeOffset now)
    {
        lock (_lock)
        {
            (_perSecond, _at) = (At(now) + (1 / SmoothingSeconds), now);
        }
    }

    public double PerSecond(DateTimeOffset now)
    {
        lock (_lock)
        {
            return At(now);
        }
    }

    private double At(DateTimeOffset now) =>
        _perSecond * double.Exp(-double.Max(0, (now - _at).TotalSeconds) / SmoothingSeconds);
}
