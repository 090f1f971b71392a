using Commerce.Catalog;
using Commerce.Http;
using Commerce.Orders;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Commerce.FlashSales;

/// <summary>Flash sales for operators: to write, to look at and to follow.</summary>
internal static class SaleEndpoints
{
    private const string Operate = "sales:operate";

    public static void MapSales(this IEndpointRouteBuilder routes)
    {
        var sales = routes.MapGroup("/admin/v1/sales").WithTags("Flash sales");
        sales.RequireScope(Operate);

        sales
            .MapPost("", Create)
            .Means("createSale", "Drafts a sale.")
            .Answers<SaleBody>(201)
            .Refuses(422, "invalid_sale");
        sales
            .MapGet("", List)
            .Means("listSalesAsOperator", "Every sale, the newest first.")
            .Answers<PageBody<SaleBody>>(200)
            .AnswersOnly(304);
        sales
            .MapGet("/{id}", Get)
            .Means("getSaleAsOperator", "A sale with all that operators know of it.")
            .Answers<SaleBody>(200)
            .Refuses(404, "not_found");
        sales
            .MapPut("/{id}", Put)
            .Means("replaceSale", "Replaces what a draft says.")
            .Answers<SaleBody>(200)
            .RequiresIfMatch()
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition")
            .Refuses(422, "invalid_sale");
        sales
            .MapDelete("/{id}", Delete)
            .Means("removeSale", "Calls off a sale that has not started.")
            .AnswersOnly(204)
            .HonoursIfMatch()
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition");
        sales
            .MapGet(
                "/{id}/live",
                (SaleId id, HttpContext http, SaleLive live) => live.Tell(id, http)
            )
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Means("followSale", "How a sale goes: once, or live, each second and as it changes.")
            .Produces<LiveBody>(200, "application/json", OrderEvents.Live)
            .Refuses(404, "not_found");
        SaleCommands.Map(sales.MapGroup("/{id}"));
    }

    private static async Task<IResult> Create(
        SaleRequest request,
        IGrainFactory grains,
        IdGenerator ids,
        TimeProvider time
    )
    {
        var terms = request.ToTerms();
        if (!terms.IsAccepted)
            return terms.Rejection.ToProblem();

        var id = new SaleId(ids.New(SaleId.Prefix));
        var drafted = await grains.Sale(id).Put(terms.Value, expected: null);
        return drafted.Match(sale => new Answer<SaleBody>(
            SaleBody.ForOperators(new(sale, Room: null, sale.Terms.Work), time.GetUtcNow()),
            StatusCodes.Status201Created
        )
        {
            Version = sale.Version,
            Location = $"/admin/v1/sales/{id}",
        });
    }

    private static Task<IResult> List([AsParameters] PageRequest page, SaleLists lists) =>
        lists.Answer(page, SaleBody.ForOperators, (_, _) => true, PageAnswer.Private);

    private static Task<IResult> Get(SaleId id, SaleDesk desk) => desk.Tell(id);

    private static async Task<IResult> Put(
        SaleId id,
        SaleRequest request,
        HttpRequest http,
        SaleDesk desk
    )
    {
        if (http.Headers.IfMatch.Count == 0)
            return ProductEndpoints.PreconditionRequired;

        var terms = request.ToTerms();
        return terms.IsAccepted
            ? await desk.Do(id, grain => Replace(grain, terms.Value, http))
            : terms.Rejection.ToProblem();
    }

    /// <summary>What is replaced must be there: else it would be made.</summary>
    private static async Task<Outcome<SaleTold>> Replace(
        ISaleGrain grain,
        SaleTerms terms,
        HttpRequest http
    )
    {
        var there = await grain.Get();
        return there.IsAccepted
            ? await grain.Put(terms, http.Precondition().Version ?? there.Value.Version)
            : there;
    }

    private static async Task<IResult> Delete(SaleId id, HttpRequest http, IGrainFactory grains)
    {
        var cancelled = await grains.Sale(id).Cancel(http.Precondition().Version);
        return cancelled.Match(_ => Results.NoContent());
    }
}
