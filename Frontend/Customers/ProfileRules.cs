using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Commerce.Orders;

namespace Commerce.Customers;

/// <summary>What customers may say of themselves.</summary>
internal static partial class ProfileRules
{
    /// <summary>The longest that a name may be, in characters.</summary>
    public const int NameMax = 256;

    private static readonly DateOnly EarliestBirthday = new(1900, 1, 1);

    /// <summary>
    /// What is wrong with it, by where that stands in the request; may be nothing.
    /// </summary>
    public static ImmutableArray<RejectionDatum> Flaws(Profile profile, DateOnly today)
    {
        var flaws = ImmutableArray.CreateBuilder<RejectionDatum>();
        if (profile.Name is { } name && (name.Length > NameMax || string.IsNullOrWhiteSpace(name)))
            flaws.Add(Flaw("/name"));
        if (profile.Phone is { } phone && !PhoneNumber.IsOne(phone))
            flaws.Add(Flaw("/phone"));
        if (profile.Birthday is { } day && (day < EarliestBirthday || day > today))
            flaws.Add(Flaw("/birthday"));
        if (profile.Locale is { } locale && !Locale().IsMatch(locale))
            flaws.Add(Flaw("/locale"));

        return flaws.ToImmutable();
    }

    public static RejectionDatum Flaw(string pointer, string code = "invalid") =>
        new(pointer, "code", Text: code);

    public static Rejection Invalid(ImmutableArray<RejectionDatum> flaws) =>
        new(
            "invalid_customer",
            RejectionKind.Invalid,
            "Something is missing, too long or not in its form.",
            Data: flaws
        );

    [GeneratedRegex(
        @"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Locale();
}
