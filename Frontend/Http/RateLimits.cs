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

    private readonly PartitionedRateLimiter<Party> _limiter = PartitionedRateLimiter.Create<
        Party,
        Party
    >(party =>
        RateLimitPartition.GetTokenBucketLimiter(
            party,
            each => BucketOf(settings.Quotas[each.Class.Name])
        )
    );

    private readonly Dictionary<string, string> _policies = settings.Quotas.ToDictionary(
        each => each.Key,
        each => $"\"{each.Key}\";q={each.Value.Requests};w={each.Value.Seconds}",
        StringComparer.Ordinal
    );

    /// <summary>The problem of a request too many; <c>null</c> for one that may pass.</summary>
    public Problem? Count(HttpContext context)
    {
        var limit = RateClass.Of(context.GetEndpoint());
        var address = context.Connection.RemoteIpAddress;
        if (limit == RateClass.None || address is null || IsExempt(address))
            return null;

        var party = PartyOf(limit, address, context.Request);
        using var lease = _limiter.AttemptAcquire(party);
        var left = _limiter.GetStatistics(party)?.CurrentAvailablePermits ?? 0;
        Tell(context.Response.Headers, limit, left);
        if (lease.IsAcquired)
            return null;

        // Spread out, so that those who were sent away do not come back together.
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var jitter = RandomNumberGenerator.GetInt32(1_000 * JitterSeconds);
        return new(
            StatusCodes.Status429TooManyRequests,
            "rate_limited",
            "These are too many requests. Wait as long as Retry-After says."
        )
        {
            RetryAfter = wait + TimeSpan.FromMilliseconds(jitter),
        };
    }

    public void Dispose() => _limiter.Dispose();

    private void Tell(IHeaderDictionary headers, RateClass limit, long left)
    {
        var quota = settings.Quotas[limit.Name];
        var untilFull = (quota.Requests - left) * quota.Seconds / (double)quota.Requests;
        headers["RateLimit-Policy"] = _policies[limit.Name];
        headers["RateLimit"] = $"\"{limit.Name}\";r={left};t={double.Ceiling(untilFull)}";
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
            ? new(limit, IsOperator: true, Network: 0)
            : new(limit, IsOperator: false, NetworkOf(address));

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

    private readonly record struct Party(RateClass Class, bool IsOperator, ulong Network);
}
