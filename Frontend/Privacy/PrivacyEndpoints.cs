using System.Text.Json;
using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Shopping;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Privacy;

/// <summary>What people may ask for by right, themselves or by an operator.</summary>
internal static class PrivacyEndpoints
{
    private const string Page = "text/html";
    private const string Mine = "/api/v1/me";

    public static IServiceCollection AddPrivacy(this IServiceCollection services) =>
        services.AddSingleton<PersonalData>().AddSingleton<Erasures>();

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var mine = routes.MapGroup(Mine).WithTags("Privacy").ForCustomers();
        mine.MapPost("/export", AskExport)
            .Means("askExport", "Lets the customer read all that the store knows of them.")
            .RequireRecentSignIn()
            .Answers<ExportBody>(202)
            .TakesKey()
            .Refuses(409, "too_many_exports")
            .Refuses(410, "erased");
        mine.MapGet("/exports/{id}", ReadExport)
            .Means("getExport", "All that the store knows of the customer, as JSON or a page.")
            .Produces<PersonalBody>(200, "application/json", Page)
            .Refuses(404, "not_found")
            .Refuses(410, "erased");
        mine.MapPost("/erasure", EraseMe)
            .Means("eraseMe", "Closes the customer's account, and has them forgotten.")
            .RequireRecentSignIn()
            .Answers<ErasureBody>(202);
        mine.MapGet("/erasure", GetMine)
            .Means("getMyErasure", "How far it is with forgetting the customer.")
            .Answers<ErasureBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
        MapAdmin(routes);
    }

    private static void MapAdmin(IEndpointRouteBuilder routes)
    {
        var customer = routes
            .MapGroup("/admin/v1/customers/{id}/erasure")
            .WithTags("Privacy")
            .RequireScope("customers:erase");
        customer
            .MapPost("", EraseCustomer)
            .Means("eraseCustomer", "Has a customer forgotten who asked for it by other means.")
            .Answers<ErasureBody>(202)
            .Refuses(404, "not_found");
        customer
            .MapGet("", GetErasure)
            .Means("getErasure", "How far it is with forgetting a customer.")
            .Answers<ErasureBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
    }

    private static async Task<IResult> AskExport(HttpRequest http, IGrainFactory grains)
    {
        var asked = await grains.Privacy(http.Account()!.Value).AskExport(http.IdempotencyKey());
        return asked.Match(export => new Answer<ExportBody>(
            new(export.Id, export.Until),
            StatusCodes.Status202Accepted
        )
        {
            Location = $"{Mine}/exports/{export.Id}",
            IsReplay = export.IsReplay,
        });
    }

    private static async Task<IResult> ReadExport(
        ExportId id,
        HttpRequest http,
        PersonalData data,
        IOptions<JsonOptions> json
    )
    {
        var read = await data.Read(http.Customer(), id, http.HttpContext.RequestAborted);
        return read.Match(known =>
            WantsPage(http)
                ? new HtmlPage<ExportPage>(
                    JsonSerializer.SerializeToNode(known, json.Value.SerializerOptions)!
                )
                {
                    HasNoCart = true,
                }
                : new Answer<PersonalBody>(known) { TellsTheTime = true }
        );
    }

    private static Task<IResult> EraseMe(HttpRequest http, Erasures erasures) =>
        Erase(http.Account()!.Value, ErasureCause.Customer, $"{Mine}/erasure", erasures);

    private static Task<IResult> GetMine(HttpRequest http, IGrainFactory grains) =>
        GetErasure(http.Account()!.Value, grains);

    private static async Task<IResult> EraseCustomer(
        CustomerId id,
        IGrainFactory grains,
        Erasures erasures
    ) =>
        await IsKnown(id, grains)
            ? await Erase(id, ErasureCause.Operator, $"/admin/v1/customers/{id}/erasure", erasures)
            : CustomerRejections.NotFound.ToProblem();

    private static async Task<IResult> Erase(
        CustomerId id,
        ErasureCause cause,
        string location,
        Erasures erasures
    ) =>
        (await erasures.Ask(id, cause)).Match(told => new Answer<ErasureBody>(
            ErasureBody.From(told),
            StatusCodes.Status202Accepted
        )
        {
            Location = location,
        });

    private static async Task<IResult> GetErasure(CustomerId id, IGrainFactory grains) =>
        (await grains.Privacy(id).GetErasure()).Match(told => new Answer<ErasureBody>(
            ErasureBody.From(told)
        )
        {
            Version = told.Version,
        });

    /// <summary>
    /// Whether there is an account, or was; whoever another issuer knows may have bought without.
    /// </summary>
    private static async Task<bool> IsKnown(CustomerId id, IGrainFactory grains)
    {
        var account = await grains.Customer(id).Get();
        if (account.IsAccepted || account.Rejection == CustomerRejections.Erased)
            return true;

        var bought = await grains.View(OrderList.View).GetPage(OrderList.Of(id), 1, after: null);
        return bought is { IsAccepted: true, Value.Rows.IsEmpty: false };
    }

    private static bool WantsPage(HttpRequest http) =>
        http.Headers.Accept.ToString().Contains(Page, StringComparison.OrdinalIgnoreCase);
}
