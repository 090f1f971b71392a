using Commerce.Shopping;

namespace Commerce.Customers.Pages;

/// <summary>Something that customers may agree to, and whether they do.</summary>
/// <param name="Version">Which version of the text they are shown.</param>
/// <param name="Since">When they last changed their mind.</param>
/// <param name="IsEarlier">Whether that was to another version of the text.</param>
public sealed record ConsentAsked(
    string Purpose,
    string Version,
    string Text,
    bool IsGranted = false,
    DateTimeOffset? Since = null,
    bool IsEarlier = false
)
{
    /// <summary>What the shop asks everybody: whoever changes a text gives it another
    /// version.</summary>
    private static readonly ConsentAsked[] Texts =
    [
        new("newsletter", "2026-11", "Write to me now and then about what is new in the shop."),
        new("recommendations", "2026-11", "Use what I bought to choose what I am shown."),
    ];

    /// <summary>All that is asked, and what else they ever agreed to.</summary>
    internal static IEnumerable<ConsentAsked> All(IEnumerable<Consent> newest)
    {
        var said = newest.ToDictionary(each => each.Purpose, StringComparer.Ordinal);
        return Texts
            .Select(text =>
                said.Remove(text.Purpose, out var consent)
                    ? text with
                    {
                        // What they agreed to is what they take back.
                        Version = consent.Granted ? consent.Text : text.Version,
                        IsGranted = consent.Granted,
                        IsEarlier = consent.Granted && consent.Text != text.Version,
                        Since = consent.At,
                    }
                    : text
            )
            .Concat(
                said.Values.Where(each => each.Granted)
                    .Select(each => new ConsentAsked(
                        each.Purpose,
                        each.Text,
                        Words.Title(each.Purpose),
                        each.Granted,
                        each.At
                    ))
            );
    }
}
