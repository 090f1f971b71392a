using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.Http;
using Commerce.Orders;

namespace Commerce.Customers;

/// <summary>An address, sealed wherever it is kept.</summary>
/// <param name="Region">Its code, where the country's regions are known.</param>
internal sealed record BookAddress(
    string Name,
    string Line1,
    Country Country,
    string? City = null,
    string? PostalCode = null,
    string? Line2 = null,
    string? Region = null,
    string? Phone = null
)
{
    /// <summary>The longest that a part may be, in characters.</summary>
    private const int TextMax = 256;

    /// <summary>
    /// The address as it is kept. Rejected with <c>invalid_address</c>, and what is wrong where, if
    /// its country's post would not have it.
    /// </summary>
    public Outcome<BookAddress> Check()
    {
        var format = AddressFormat.Of(Country);
        var tidy = this with
        {
            City = Tidy(City),
            PostalCode = Tidy(PostalCode)?.Compatible().ToUpperInvariant(),
            Region = Tidy(Region),
        };
        (string Pointer, string? Text, bool IsRequired)[] parts =
        [
            ("/name", tidy.Name, true),
            ("/line1", tidy.Line1, true),
            ("/line2", tidy.Line2, false),
            ("/city", tidy.City, format.Requires('C')),
            ("/region", tidy.Region, format.Requires('R')),
            ("/postalCode", tidy.PostalCode, format.Requires('Z')),
        ];
        var region = tidy.Region is null ? null : format.RegionOf(tidy.Region);
        var flaws = parts
            .Select(each =>
                each.IsRequired && string.IsNullOrWhiteSpace(each.Text)
                    ? ProfileRules.Flaw(each.Pointer, "required")
                : each.Text is { Length: > TextMax } ? ProfileRules.Flaw(each.Pointer, "too_long")
                : null
            )
            .Append(tidy.Region is not null && region is null ? ProfileRules.Flaw("/region") : null)
            .Append(
                tidy.PostalCode is { } code && !format.IsPostalCode(code)
                    ? ProfileRules.Flaw("/postalCode")
                    : null
            )
            .Append(
                Phone is { } phone && !PhoneNumber.IsOne(phone) ? ProfileRules.Flaw("/phone") : null
            )
            .OfType<RejectionDatum>()
            .ToImmutableArray();
        return flaws.IsEmpty ? tidy with { Region = region } : Invalid(flaws);
    }

    private static string? Tidy(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Rejection Invalid(ImmutableArray<RejectionDatum> flaws) =>
        new(
            "invalid_address",
            RejectionKind.Invalid,
            "Something is missing, too long or not as the country's post would have it.",
            Data: flaws
        );
}

internal sealed record AddressRequest(
    string Name,
    string Line1,
    Country Country,
    string? City = null,
    string? PostalCode = null,
    string? Line2 = null,
    string? Region = null,
    [property: JsonConverter(typeof(PhoneText))] string? Phone = null,
    bool? DefaultShipping = null,
    bool? DefaultBilling = null
)
{
    public BookAddress ToAddress() =>
        new(Name, Line1, Country, City, PostalCode, Line2, Region, Phone);

    /// <summary>What would leave it as it is.</summary>
    public static AddressRequest From(BookAddressBody address) =>
        new(
            address.Name,
            address.Line1,
            address.Country,
            address.City,
            address.PostalCode,
            address.Line2,
            address.Region,
            address.Phone
        );
}

/// <param name="Label">The lines of a letter's label.</param>
internal sealed record BookAddressBody(
    AddressId Id,
    string Name,
    string Line1,
    Country Country,
    IReadOnlyList<string> Label,
    bool DefaultShipping,
    bool DefaultBilling,
    string? City = null,
    string? PostalCode = null,
    string? Line2 = null,
    string? Region = null,
    [property: JsonConverter(typeof(PhoneText))] string? Phone = null
)
{
    /// <summary>As an order has it, which knows no missing parts.</summary>
    public AddressBody ToOrder() =>
        new(Name, Line1, City ?? "", PostalCode ?? "", Country, Line2, Region);

    public static BookAddressBody From(AddressWritten written, BookAddress address) =>
        new(
            written.Address.Id,
            address.Name,
            address.Line1,
            address.Country,
            AddressFormat.Of(address.Country).Label(address),
            written.IsDefaultShipping,
            written.IsDefaultBilling,
            address.City,
            address.PostalCode,
            address.Line2,
            address.Region,
            address.Phone
        );
}

internal sealed record AddressesBody(IReadOnlyList<BookAddressBody> Data);
