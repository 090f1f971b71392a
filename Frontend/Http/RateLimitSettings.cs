using System.Net;

namespace Commerce.Http;

/// <summary>How many requests an address may send.</summary>
/// <param name="Exempt">Networks that are not counted.</param>
/// <param name="Quotas">By the name of the class.</param>
internal sealed record RateLimitSettings(
    IReadOnlyList<IPNetwork> Exempt,
    IReadOnlyDictionary<string, Quota> Quotas
)
{
    private const string Section = "RateLimits";

    private static readonly (RateClass Class, Quota Quota)[] Defaults =
    [
        (RateClass.Browse, new(3_000, 60)),
        (RateClass.Cart, new(1_200, 60)),
        (RateClass.Checkout, new(120, 60)),
        (RateClass.Tickets, new(60, 60)),
        (RateClass.SignIn, new(30, 60)),
        (RateClass.Operators, new(12_000, 60)),
    ];

    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static RateLimitSettings Read(IConfiguration settings)
    {
        var limits = settings.GetSection(Section);
        return new(
            Settings.Networks(limits, "Exempt", "127.0.0.0/8, ::1/128"),
            Defaults.ToDictionary(
                each => each.Class.Name,
                each => QuotaOf(limits.GetSection(each.Class.Name), each.Quota),
                StringComparer.Ordinal
            )
        );
    }

    private static Quota QuotaOf(IConfigurationSection section, Quota otherwise) =>
        new(
            Settings.Number(section, nameof(Quota.Requests), otherwise.Requests),
            Settings.Number(section, nameof(Quota.Seconds), otherwise.Seconds)
        );
}

/// <summary>So many requests at once, and that many again in so many seconds.</summary>
internal sealed record Quota(int Requests, int Seconds);
