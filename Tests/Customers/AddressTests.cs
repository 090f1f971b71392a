using System.Net;
using Commerce.Catalog;

namespace Commerce.Customers;

/// <summary>A customer's address book, and what addresses look like in each country.</summary>
[Collection(AccountTests.Name)]
public sealed class AddressTests(CustomerStore store)
{
    private const string Path = "/addresses";

    [Fact]
    public void Every_country_says_how_it_is_written_to()
    {
        Assert.Equal(Country.All, AddressFormat.All.Select(each => each.Country));
        Assert.All(
            AddressFormat.All,
            format =>
            {
                Assert.NotEmpty(format.Name);
                Assert.Equal(format.PostalCodes.Length > 0, format.Layout.Contains('Z'));
                Assert.All(format.Required, part => Assert.Contains(part, "CRZ"));
                Assert.Equal(format.Regions.Count > 0, format.RegionIs?.Length > 0);
                Assert.True(!format.Requires('Z') || format.PostalCodes.Length > 0);
                Assert.True(
                    format.Regions.Count == 0
                        || format.Layout.Contains('R', StringComparison.OrdinalIgnoreCase)
                );
            }
        );
    }

    [Theory]
    [InlineData("DE", "10115", null, null)]
    [InlineData("DE", "1011", null, "/postalCode")]
    [InlineData("DE", null, null, "/postalCode")]
    [InlineData("GB", "sw1a 1aa", null, null)]
    [InlineData("GB", "SW1A1AA", null, null)]
    [InlineData("GB", "SW1A 1A", null, "/postalCode")]
    [InlineData("US", "94103", "CA", null)]
    [InlineData("US", "94103-1234", "US-CA", null)]
    [InlineData("US", "94103", "California", null)]
    [InlineData("US", "94103", "XX", "/region")]
    [InlineData("US", "94103", null, "/region")]
    [InlineData("CA", "K1A 0B1", "ON", null)]
    [InlineData("CA", "94103", "ON", "/postalCode")]
    [InlineData("AU", "2000", "NSW", null)]
    [InlineData("BR", "01310-100", "SP", null)]
    [InlineData("MX", "06000", "CMX", null)]
    [InlineData("IN", "110001", "DL", null)]
    [InlineData("CN", "100000", "BJ", null)]
    [InlineData("JP", "１００-０００１", "13", null)]
    [InlineData("IT", "00118", "RM", null)]
    [InlineData("ES", "28001", "M", null)]
    [InlineData("AR", "C1425CLA", "C", null)]
    [InlineData("MY", "50000", "14", null)]
    [InlineData("NL", "1012 ab", null, null)]
    [InlineData("IE", "D02 AF30", null, null)]
    [InlineData("HK", null, null, null)]
    [InlineData("AE", null, "DU", null)]
    [InlineData("AE", null, null, "/region")]
    public void An_address_is_as_its_post_would_have_it(
        string country,
        string? postalCode,
        string? region,
        string? flaw
    )
    {
        var address = new BookAddress(
            "Anna",
            "Street 1",
            new(country),
            "City",
            postalCode,
            Region: region
        );

        var judged = address.Check();

        Assert.Equal(flaw, judged.Rejection?.Data.Single().Pointer);
    }

    [Fact]
    public void A_label_has_its_lines_in_the_countrys_order()
    {
        var anna = new BookAddress("Anna", "1 Way", new("US"), "Ukiah", "95482", Region: "CA");

        Assert.Equal(["Anna", "1 Way", "Ukiah, CA 95482", "UNITED STATES"], Label(anna));
        Assert.Equal(
            ["Anna", "1 Way", "1010 Wien", "AUSTRIA"],
            Label(anna with { Country = new("AT"), City = "Wien", PostalCode = "1010" })
        );
        Assert.Equal(
            ["Anna", "1 Way", "100-0001", "Tokyo", "Chiyoda", "JAPAN"],
            Label(new("Anna", "1 Way", new("JP"), "Chiyoda", "100-0001", Region: "13"))
        );

        static IEnumerable<string> Label(BookAddress address) =>
            AddressFormat.Of(address.Country).Label(address);
    }

    [Fact]
    public async Task A_book_is_written_read_and_emptied()
    {
        var shopper = await store.Open("hanna@example.com");
        var other = await store.Open("ida@example.com");

        using var first = await shopper.Ask(HttpMethod.Post, Path, Home(isDefault: true), "k");
        using var replay = await shopper.Ask(HttpMethod.Post, Path, Home(isDefault: true), "k");
        using var reused = await shopper.Ask(HttpMethod.Post, Path, Home(isDefault: false), "k");
        using var second = await shopper.Ask(HttpMethod.Post, Path, Home(isDefault: true));
        var place = first.Headers.Location!.ToString()["/api/v1/me".Length..];
        using var patched = await shopper.Ask(HttpMethod.Patch, place, new { city = "Graz" });
        using var theirs = await other.Ask(HttpMethod.Get, place);
        using var put = await other.Ask(HttpMethod.Put, place, Home(isDefault: false));
        using var listed = await shopper.Ask(HttpMethod.Get, Path);
        using var removed = await shopper.Ask(HttpMethod.Delete, place);
        using var gone = await shopper.Ask(HttpMethod.Get, place);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(first.Headers.Location, replay.Headers.Location);
        Assert.Equal("true", replay.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal("idempotency_key_reused", await reused.Code());
        Assert.Equal("Graz", (await patched.Json()).GetProperty("city").GetString());
        Assert.Equal("1010", (await patched.Json()).GetProperty("postalCode").GetString());
        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, put.StatusCode);
        Assert.Equal(
            ["False", "True"],
            (await listed.Json())
                .GetProperty("data")
                .EnumerateArray()
                .Select(each => each.GetProperty("defaultShipping").ToString())
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
    }

    [Fact]
    public async Task A_flawed_address_is_refused_with_where_and_why()
    {
        var shopper = await store.Open("jan@example.com");
        var address = new
        {
            name = "Jan",
            line1 = "1 Way",
            city = "Ukiah",
            postalCode = "95482",
            country = "US",
            region = "Bavaria",
        };

        using var refused = await shopper.Ask(HttpMethod.Post, Path, address);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var body = await refused.Json();
        Assert.Equal("invalid_address", body.GetProperty("code").GetString());
        var error = body.GetProperty("errors")[0];
        Assert.Equal("/region", error.GetProperty("pointer").GetString());
        Assert.Equal("invalid", error.GetProperty("code").GetString());
    }

    private static object Home(bool isDefault) =>
        new
        {
            name = "Hanna",
            line1 = "Gasse 1",
            city = "Wien",
            postalCode = "1010",
            country = "AT",
            defaultShipping = isDefault,
        };
}
