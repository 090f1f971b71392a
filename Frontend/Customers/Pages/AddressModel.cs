namespace Commerce.Customers.Pages;

/// <summary>The address book as its page shows it.</summary>
public sealed record AddressesModel(IReadOnlyList<AddressShown> Addresses, AccountForm Form);

/// <param name="Label">The lines of a letter's label.</param>
/// <param name="IsFirst">Whether orders go there unless they say otherwise, and bills.</param>
public sealed record AddressShown(AddressId Id, IReadOnlyList<string> Label, bool IsFirst);

/// <summary>The form of an address, as letters to its country have it.</summary>
/// <param name="Address">Where the form goes.</param>
/// <param name="Key">The form's own: sent twice, it adds one address.</param>
/// <param name="Country">How it is called; <c>null</c> before one is chosen.</param>
/// <param name="Parts">What stands below the street, in the order of a label.</param>
public sealed record AddressModel(
    string Address,
    string Key,
    AccountForm Form,
    string? Country,
    IReadOnlyList<AddressPart> Parts
)
{
    /// <summary>Every country, by what it is called.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries { get; } =
    [
        .. AddressFormat
            .All.Select(each => (each.Country.Code, each.Name))
            .OrderBy(each => each.Name, StringComparer.InvariantCulture),
    ];

    /// <summary>What is known of it already.</summary>
    public bool IsNew => Address == AddressPages.New;

    internal static AddressModel Of(string address, string key, AccountForm form)
    {
        var format = Commerce.Country.TryParse(form["country"], provider: null, out var country)
            ? AddressFormat.Of(country)
            : null;
        return new(
            address,
            key,
            form,
            format?.Name,
            format is null ? [] : [.. AddressPart.All(format, form)]
        );
    }
}

/// <summary>A part of an address that not every country has.</summary>
/// <param name="Field">What a request calls it.</param>
/// <param name="Fill">What a browser may fill it in with, as HTML names it.</param>
/// <param name="Choices">What it may be, by code; empty: whatever is written.</param>
public sealed record AddressPart(
    string Field,
    string Label,
    string Fill,
    bool IsRequired,
    IReadOnlyList<(string Code, string Name)> Choices
)
{
    /// <summary>Those of a country, and whatever else is written down already.</summary>
    internal static IEnumerable<AddressPart> All(AddressFormat format, AccountForm form)
    {
        var known = new Dictionary<char, AddressPart>
        {
            ['C'] = new("city", "City", "address-level2", format.Requires('C'), []),
            ['Z'] = new("postalCode", "Postal code", "postal-code", format.Requires('Z'), []),
            ['R'] = new(
                "region",
                Shopping.Words.Title(format.RegionIs ?? "region"),
                "address-level1",
                format.Requires('R'),
                [
                    .. format
                        .Regions.OrderBy(each => each.Value, StringComparer.InvariantCulture)
                        .Select(each => (each.Key, each.Value)),
                ]
            ),
        };
        var letters = format
            .Layout.ToUpperInvariant()
            .Where(known.ContainsKey)
            .Concat(known.Where(each => form.Find(each.Value.Field) is not null).Select(Letter));
        return letters.Distinct().Select(letter => known[letter]);

        static char Letter(KeyValuePair<char, AddressPart> each) => each.Key;
    }
}
