using Commerce.Accounts;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Customers;

/// <summary>A customer's address book, and what addresses look like where.</summary>
internal static class AddressEndpoints
{
    public static void MapAddresses(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/countries", ListCountries)
            .ForEveryone()
            .WithTags("Accounts")
            .Means("listCountries", "Every country, and how addresses are written there.")
            .Answers<CountriesBody>(200);
        var book = routes
            .MapGroup("/api/v1/me/addresses")
            .WithTags("Accounts")
            .ForCustomers()
            .RefusesNobody();
        book.MapGet("", List)
            .Means("listAddresses", "The addresses in the book, in the order they were made.")
            .Answers<AddressesBody>(200);
        book.MapPost("", Add)
            .Means("addAddress", "Puts an address into the book.")
            .Answers<BookAddressBody>(201)
            .TakesKey()
            .Refuses(409, "too_many_addresses")
            .Refuses(422, "invalid_address");
        book.MapGet("/{id}", Get)
            .Means("getAddress", "An address in the book.")
            .Answers<BookAddressBody>(200);
        book.MapPut("/{id}", Replace)
            .Means("replaceAddress", "Writes another address in the place of one.")
            .Answers<BookAddressBody>(200)
            .Refuses(422, "invalid_address");
        book.MapPatch("/{id}", Change)
            .Means("changeAddress", "Changes some parts of an address.")
            .Merges<AddressRequest>()
            .Answers<BookAddressBody>(200)
            .Refuses(412, "precondition_failed")
            .Refuses(422, "invalid_address");
        book.MapDelete("/{id}", Remove)
            .Means("removeAddress", "Takes an address out of the book.")
            .AnswersOnly(204);
    }

    private static Answer<CountriesBody> ListCountries() =>
        new(CountriesBody.All) { CacheControl = "public, max-age=86400" };

    private static async Task<IResult> List(HttpRequest http, AddressBook book) =>
        (await book.Read(http.Customer())).Match(all => new Answer<AddressesBody>(all));

    private static async Task<IResult> Add(
        AddressRequest request,
        HttpRequest http,
        AddressBook book
    ) =>
        (await book.Add(http.Customer(), request, http.IdempotencyKey())).Match(
            each => new Answer<BookAddressBody>(each.Body, StatusCodes.Status201Created)
            {
                Location = Links.To(each.Body.Id.Value),
                IsReplay = each.IsReplay,
            }
        );

    private static async Task<IResult> Get(AddressId id, HttpRequest http, AddressBook book) =>
        (await book.Read(http.Customer(), id)).Match(each => new Answer<BookAddressBody>(
            each.Body
        ));

    private static async Task<IResult> Replace(
        AddressId id,
        AddressRequest request,
        HttpRequest http,
        AddressBook book
    ) =>
        (await book.Write(http.Customer(), id, request)).Match(each => new Answer<BookAddressBody>(
            each.Body
        ));

    /// <summary>Refused where somebody else has changed it since it was read.</summary>
    private static async Task<IResult> Change(
        AddressId id,
        HttpContext http,
        AddressBook book,
        IOptions<JsonOptions> json
    )
    {
        var patch = await MergePatch.Read(http, json.Value.SerializerOptions);
        var read = await book.Read(http.Request.Customer(), id);
        if (!read.IsAccepted)
            return read.Rejection.ToProblem();

        var (body, replaces) = read.Value;
        var request = MergePatch.Apply(
            AddressRequest.From(body),
            patch,
            json.Value.SerializerOptions
        );
        var changed = await book.Write(http.Request.Customer(), id, request, replaces: replaces);
        return changed.Match(each => new Answer<BookAddressBody>(each.Body));
    }

    private static async Task<IResult> Remove(
        AddressId id,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Customer(http.Customer()).RemoveAddress(id)).Match(_ =>
            TypedResults.NoContent()
        );
}

/// <summary>Every country, by code.</summary>
internal sealed record CountriesBody(IReadOnlyList<CountryFormat> Data)
{
    public static CountriesBody All { get; } =
        new([.. AddressFormat.All.Select(CountryFormat.From)]);
}

/// <param name="Required">Which members of an address may not be missing there.</param>
/// <param name="PostalCodePattern">A regular expression; none where there are no codes.</param>
/// <param name="RegionIs">What a region is there: a state, a province.</param>
internal sealed record CountryFormat(
    Country Code,
    string Name,
    IReadOnlyList<string> Required,
    string? PostalCodePattern,
    string? RegionIs,
    IReadOnlyList<RegionBody> Regions
)
{
    public static CountryFormat From(AddressFormat format) =>
        new(
            format.Country,
            format.Name,
            [
                "name",
                "line1",
                .. format.Requires('C') ? ["city"] : Array.Empty<string>(),
                .. format.Requires('R') ? ["region"] : Array.Empty<string>(),
                .. format.Requires('Z') ? ["postalCode"] : Array.Empty<string>(),
            ],
            format.PostalCodePattern,
            format.RegionIs,
            [
                .. format
                    .Regions.OrderBy(each => each.Key, StringComparer.Ordinal)
                    .Select(each => new RegionBody(each.Key, each.Value)),
            ]
        );
}

internal sealed record RegionBody(string Code, string Name);
