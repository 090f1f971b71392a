using System.Text.RegularExpressions;
using Commerce.Http;
using Commerce.Ops;
using Commerce.Secrets;
using Commerce.Shopping;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Commerce.FlashSales;

/// <summary>The console's list of sales, and the form in which one is written.</summary>
internal static partial class ConsolePages
{
    private const string List = "console/sales";

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("", GetList);
        console.MapGet("/new", IResult (ShopSettings shop, IdGenerator ids) => New(shop, ids));
        console.MapPost("", Create);
        console.MapGet("/{id}", (SaleId id, string? done, ConsolePage page) => page.Show(id, done));
        console.MapGet("/{id}/edit", Edit);
        console.MapPost("/{id}/edit", Change);
        console
            .MapGet(
                "/{id}/live",
                (SaleId id, HttpContext http, SaleLive live) => live.Tell(id, http)
            )
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }

    private static async Task<IResult> GetList(
        string? cursor,
        SaleLists lists,
        ServerKeys keys,
        TimeProvider time
    )
    {
        if (!OpsPage.TryMark(keys, List, cursor, out var after))
            return SignedMark.Invalid;

        var read = await lists.Read(OpsPage.Rows, after);
        var now = time.GetUtcNow();
        return read.Match(found => new RazorComponentResult<Pages.ConsoleListPage>(
            new
            {
                Sales = found
                    .Sales.Select(seen => new ConsoleRow(
                        seen.Sale.Id,
                        seen.Sale.Terms.Name,
                        SaleFigures.Of(seen, now)
                    ))
                    .ToList(),
                IsFirst = after is null,
                Next = found.Next is { } next
                    ? $"{ConsolePage.Home}?cursor={SignedMark.Write(keys, List, next)}"
                    : null,
            }
        ));
    }

    /// <summary>The form has the id of what it makes: sent twice, it makes one sale.</summary>
    private static RazorComponentResult<Pages.ConsoleFormPage> New(
        ShopSettings shop,
        IdGenerator ids
    ) => Form(SaleForm.New(shop.Currency), new(ids.New(SaleId.Prefix)), version: null);

    private static async Task<IResult> Create(HttpRequest http, IGrainFactory grains)
    {
        if (!Minted().IsMatch(http.Text("id")))
            return OutcomeResults.NotFound;

        return await Write(new(http.Text("id")), version: null, "create", http, grains);
    }

    private static async Task<IResult> Edit(
        SaleId id,
        ConsolePage page,
        IGrainFactory grains,
        ShopSettings shop
    )
    {
        var told = await grains.Sale(id).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();
        if (told.Value.Stage is not SaleStage.Draft)
        {
            var refused = SaleRejections.InvalidTransition(SaleState.Draft, detail: "");
            return await page.Show(id, problem: await page.WhyNot(id, SaleSteps.Edit, refused));
        }

        return Form(SaleForm.Of(told.Value.Terms, shop.Currency), id, told.Value.Version);
    }

    private static async Task<IResult> Change(
        SaleId id,
        HttpRequest http,
        ConsolePage page,
        IGrainFactory grains
    )
    {
        var told = await grains.Sale(id).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        return told.Value.Stage is SaleStage.Draft
            ? await Write(id, OpsPage.Number(http.Text("version")) ?? -1, "edit", http, grains)
            : await Edit(id, page, grains, shop: null!);
    }

    private static async Task<IResult> Write(
        SaleId id,
        long? version,
        string done,
        HttpRequest http,
        IGrainFactory grains
    )
    {
        var form = SaleForm.Read(http.Form);
        if (http.Text("more").Length > 0)
            return Form(form, id, version);
        if (form.ToTerms() is not { } terms)
            return Form(form, id, version, SaleRejections.Invalid([]));

        var put = await grains.Sale(id).Put(terms, version);
        if (put.IsAccepted)
            return OpsPage.See($"{ConsolePage.To(id)}?done={done}");

        form.Mark(put.Rejection);
        return Form(form, id, version, put.Rejection);
    }

    private static RazorComponentResult<Pages.ConsoleFormPage> Form(
        SaleForm form,
        SaleId id,
        long? version,
        Rejection? refused = null
    ) =>
        new(
            new
            {
                Form = form,
                Id = id,
                Version = version,
                Problem = refused?.Detail,
            }
        )
        {
            StatusCode = refused?.ToProblem().Status ?? StatusCodes.Status200OK,
        };

    [GeneratedRegex(
        "^sal_[a-z0-9]+_[0-9A-HJKMNP-TV-Z]{26}$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Minted();
}

/// <summary>A sale in the console's list.</summary>
public sealed record ConsoleRow(SaleId Id, string Name, LiveBody Live);
