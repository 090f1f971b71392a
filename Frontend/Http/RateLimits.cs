using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Commerce.Secrets;

namespace Commerce.Http;

/// <summary>
/// Counts requests by their class and who sends them, and says how many are left, as
/// draft-ietf-httpapi-ratelimit-headers has it. Exempt networks are not counted, nor told.
/// </summary>
internal sealed class RateLimits(RateLimitSettings settings, ServerKeys keys) : IDisposable
{
    private const int JitterSeconds = 3;
    private const string Operators = "operators";

    private static readonly Problem TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "rate_limited",
        "These are too many requests. Wait as long as Retry-After says."
    );

    private readonly PartitionedRateLimiter<Party> _limiter = PartitionedRateLimiter.Create<
        Party,
        Party
    >(party =>
        RateLimitPartition.GetTokenBucketLimiter(
            party,
            each => BucketOf(settings.Quotas[each.Class.Name])
        )
    );

    private readonly Dictionary<string, string> _quotas = settings.Quotas.ToDictionary(
        each => each.Key,
        each => $"q={each.Value.Requests};w={each.Value.Seconds}",
        StringComparer.Ordinal
    );

    /// <summary>The problem of a request too many; <c>null</c> for one that may pass.</summary>
    /// <param name="account">Whose requests are counted, wherever they come from: an account's id,
    /// or a tool's; <c>null</c>: those that come from where this one does.</param>
    public Problem? Count(HttpContext context, string? account = null)
    {
        var limit = RateClass.Of(context.GetEndpoint());
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
            return limit == RateClass.SignIn ? TooMany : null; // Nobody guesses uncounted.
        if (limit == RateClass.None || IsExempt(address))
            return null;

        var party = account is { } who
            ? new(limit, who, Network: 0)
            : PartyOf(limit, address, context.Request);
        using var lease = _limiter.AttemptAcquire(party);
        var left = _limiter.GetStatistics(party)?.CurrentAvailablePermits ?? 0;
        Tell(context.Response.Headers, limit, account is null ? limit.Name : Account(limit), left);
        if (lease.IsAcquired)
            return null;

        // Spread out, so that those who were sent away do not come back together.
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var jitter = RandomNumberGenerator.GetInt32(1_000 * JitterSeconds);
        return TooMany.After(wait + TimeSpan.FromMilliseconds(jitter));
    }

    public void Dispose() => _limiter.Dispose();

    private static string Account(RateClass limit) => limit.Name + "-account";

    private void Tell(IHeaderDictionary headers, RateClass limit, string policy, long left)
    {
        var quota = settings.Quotas[limit.Name];
        var untilFull = (quota.Requests - left) * quota.Seconds / (double)quota.Requests;
        headers.Append("RateLimit-Policy", $"\"{policy}\";{_quotas[limit.Name]}");
        headers.Append("RateLimit", $"\"{policy}\";r={left};t={double.Ceiling(untilFull)}");
    }

    private bool IsExempt(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in settings.Exempt)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>Operators are counted by their key, wherever they are; others by network.</summary>
    private Party PartyOf(RateClass limit, IPAddress address, HttpRequest request) =>
        limit == RateClass.Operators && keys.IsOperator(request.Headers.Authorization)
            ? new(limit, Operators, Network: 0)
            : new(limit, Name: null, NetworkOf(address));

    /// <summary>An IPv4 address, or the 64 bits of an IPv6 one that a customer is given.</summary>
    private static ulong NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily is AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(
                address.IsIPv4MappedToIPv6 ? bytes[12..] : bytes
            );
    }

    private static TokenBucketRateLimiterOptions BucketOf(Quota quota) =>
        new()
        {
            TokenLimit = quota.Requests,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(quota.Seconds) / quota.Requests,
            AutoReplenishment = false,
        };

    /// <param name="Name">Operators, or an account; <c>null</c> for whoever has a network.</param>
    private readonly record struct Party(RateClass Class, string? Name, ulong Network);
}
