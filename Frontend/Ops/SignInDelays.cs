using System.Net;

namespace Commerce.Ops;

/// <summary>
/// Slows down whoever guesses: after three wrong keys an address waits a second before the next,
/// doubled each time, up to five minutes. Of IPv6 a network of 64 bits counts as one address.
/// </summary>
internal sealed class SignInDelays(TimeProvider time)
{
    private const int FreeTries = 3;
    private const int AddressesMax = 10_000;
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _failures = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the address may try a key now, and counts it as failed until it is not: tries that
    /// come together do not come free.
    /// </summary>
    /// <param name="wait">How long it is to wait, if not.</param>
    public bool Try(IPAddress? address, out TimeSpan wait)
    {
        var (now, key) = (time.GetUtcNow(), Key(address));
        lock (_gate)
        {
            var before = _failures.GetValueOrDefault(key);
            wait = before.NotBefore - now;
            if (wait > TimeSpan.Zero)
                return false;

            if (_failures.Count >= AddressesMax)
                Forget(now);
            var count = before.NotBefore + DelayMax < now ? 1 : before.Count + 1;
            _failures[key] = new(count, now + Delay(count));
            return true;
        }
    }

    public void Succeed(IPAddress? address)
    {
        lock (_gate)
        {
            _failures.Remove(Key(address));
        }
    }

    private static TimeSpan Delay(int failures) =>
        failures < FreeTries ? TimeSpan.Zero
        : failures - FreeTries > 8 ? DelayMax
        : TimeSpan.FromSeconds(1 << (failures - FreeTries));

    /// <summary>Forgets whoever may try again; if that is nobody, everybody.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _failures.Where(each => each.Value.NotBefore <= now).ToList())
            _failures.Remove(key);
        if (_failures.Count >= AddressesMax)
            _failures.Clear();
    }

    private static string Key(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();

        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.Length > 8 ? bytes.AsSpan(0, 8) : bytes);
    }

    private readonly record struct Failures(int Count, DateTimeOffset NotBefore);
}
