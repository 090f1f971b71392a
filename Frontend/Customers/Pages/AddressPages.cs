using Commerce.Accounts;
using Commerce.Http;
using Commerce.Shopping;

namespace Commerce.Customers.Pages;

/// <summary>A customer's address book.</summary>
internal static class AddressPages
{
    public const string Address = "/account/addresses";
    public const string New = Address + "/new";

    private const string CountryField = "country";

    private static readonly string[] Fields =
    [
        "name",
        "line1",
        "line2",
        "city",
        "postalCode",
        "region",
        AccountForm.Phone,
        CountryField,
    ];

    public static string Of(AddressId id) => $"{Address}/{id}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, List);
        pages.MapGet(
            New,
            IResult (string? country, HttpRequest http, IdGenerator ids) =>
                Begin(country, http, ids)
        );
        pages.MapPost(New, Add);
        pages.MapGet($"{Address}/{{id}}", Show);
        pages.MapPost($"{Address}/{{id}}", Replace);
        pages.MapPost($"{Address}/{{id}}/default", Prefer);
        pages.MapPost($"{Address}/{{id}}/remove", Remove);
    }

    private static async Task<IResult> List(string? done, HttpRequest http, AddressBook book) =>
        (await book.Read(http.Customer())).Match(all => new HtmlPage<AddressesPage>(
            new AddressesModel(
                [
                    .. all.Data.Select(each => new AddressShown(
                        each.Id,
                        each.Label,
                        each.DefaultShipping && each.DefaultBilling
                    )),
                ],
                AccountForm.Empty with
                {
                    IsDone = done is not null,
                }
            )
        ));

    private static HtmlPage<AddressPage> Begin(string? country, HttpRequest http, IdGenerator ids)
    {
        var chosen = Chosen(country) ?? Languages.Of(http).Country;
        var form = AccountForm.Of((CountryField, chosen?.Code));
        return new(AddressModel.Of(New, ids.New("req"), form));
    }

    private static async Task<IResult> Add(PostedForm posted, HttpContext http, AddressBook book)
    {
        var form = AccountForm.Read(posted, Fields);
        return await Write(
            form,
            AddressModel.Of(New, posted.Key, form),
            http,
            request =>
                book.Add(
                    http.Request.Customer(),
                    request,
                    posted.Key.Length > 0 ? posted.Key : null
                )
        );
    }

    private static async Task<IResult> Show(
        AddressId id,
        string? country,
        HttpRequest http,
        AddressBook book
    ) =>
        (await book.Read(http.Customer(), id)).Match(read =>
        {
            var known = read.Body;
            var form = AccountForm.Of(
                ("name", known.Name),
                ("line1", known.Line1),
                ("line2", known.Line2),
                ("city", known.City),
                ("postalCode", known.PostalCode),
                ("region", known.Region),
                (AccountForm.Phone, known.Phone),
                (CountryField, (Chosen(country) ?? known.Country).Code)
            );
            return new HtmlPage<AddressPage>(AddressModel.Of(Of(id), key: "", form));
        });

    private static async Task<IResult> Replace(
        AddressId id,
        PostedForm posted,
        HttpContext http,
        AddressBook book
    )
    {
        var form = AccountForm.Read(posted, Fields);
        return await Write(
            form,
            AddressModel.Of(Of(id), key: "", form),
            http,
            request => book.Write(http.Request.Customer(), id, request)
        );
    }

    /// <summary>Orders go there from now on, and bills.</summary>
    private static async Task<IResult> Prefer(AddressId id, HttpRequest http, AddressBook book)
    {
        var read = await book.Read(http.Customer(), id);
        if (!read.IsAccepted)
            return read.Rejection.ToProblem();

        var (body, replaces) = read.Value;
        var request = AddressRequest.From(body) with
        {
            DefaultShipping = true,
            DefaultBilling = true,
        };
        var written = await book.Write(http.Customer(), id, request, replaces: replaces);
        return written.Match(_ => HtmlPage.Redirect(Address + AccountPages.Done));
    }

    /// <summary>One that is gone already is what they wanted.</summary>
    private static async Task<IResult> Remove(AddressId id, HttpRequest http, IGrainFactory grains)
    {
        var removed = await grains.Customer(http.Customer()).RemoveAddress(id);
        return removed.IsAccepted || removed.Rejection == CustomerRejections.NoSuchAddress
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : removed.Rejection.ToProblem();
    }

    private static async Task<IResult> Write(
        AccountForm form,
        AddressModel model,
        HttpContext http,
        Func<AddressRequest, Task<Outcome<(BookAddressBody Body, bool IsReplay)>>> write
    )
    {
        if (form.Said is not null)
            return new HtmlPage<AddressPage>(model, StatusCodes.Status422UnprocessableEntity);
        if (Chosen(form[CountryField]) is not { } country)
        {
            var none = new Rejection("country_missing", RejectionKind.Invalid, Detail: "");
            return form.Again<AddressPage>(none, http, again => model with { Form = again });
        }

        var written = await write(
            new(
                form["name"],
                form["line1"],
                country,
                form.Find("city"),
                form.Find("postalCode"),
                form.Find("line2"),
                form.Find("region"),
                form.Find(AccountForm.Phone)
            )
        );
        return written.IsAccepted
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : form.Again<AddressPage>(
                written.Rejection,
                http,
                again => model with { Form = again }
            );
    }

    private static Country? Chosen(string? code) =>
        Country.TryParse(code, provider: null, out var country) ? country : null;
}
