using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>Takes down what customers agree to, and that they do no longer.</summary>
internal sealed partial class Consents(IGrainFactory grains)
{
    private const int TextMax = 64;

    /// <summary>The last word on each matter.</summary>
    public static IEnumerable<Consent> Newest(IEnumerable<Consent> all) =>
        all.GroupBy(each => each.Purpose, StringComparer.Ordinal).Select(each => each.Last());

    public async Task<Outcome<ConsentTold>> Say(CustomerId id, ConsentRequest request)
    {
        var flaws = ImmutableArray.CreateBuilder<RejectionDatum>();
        if (!Purpose().IsMatch(request.Purpose))
            flaws.Add(ProfileRules.Flaw("/purpose"));
        if (string.IsNullOrWhiteSpace(request.Version) || request.Version.Length > TextMax)
            flaws.Add(ProfileRules.Flaw("/version"));
        if (flaws.Count > 0)
            return Invalid(flaws.ToImmutable());

        // Nobody who was erased agrees to anything.
        var customer = grains.Customer(id);
        var told = await customer.Get();
        return told.IsAccepted
            ? await customer.Agree(request.Purpose, request.Version, request.Granted)
            : told.Rejection;
    }

    private static Rejection Invalid(ImmutableArray<RejectionDatum> flaws) =>
        new(
            "invalid_consent",
            RejectionKind.Invalid,
            "A purpose is small letters, digits and hyphens; it and a version are up to 64.",
            Data: flaws
        );

    [GeneratedRegex(
        @"^[a-z0-9][a-z0-9-]{0,63}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Purpose();
}
