using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>What operators do with a sale while it runs its course.</summary>
internal static class SaleCommands
{
    public static void Map(RouteGroupBuilder sale)
    {
        sale.MapPost("/schedule", Schedule)
            .Means("scheduleSale", "Sets when it starts and ends, and its units apart.")
            .Refuses(409, "insufficient_stock", "sku_frozen")
            .Refuses(422, "invalid_schedule")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapPost("/arm", Arm)
            .Means("armSale", "Commits to the seed of its draw, and makes it ready.")
            .IsCommand();
        sale.MapCommand("/start", (grain, expected) => grain.Start(expected))
            .Means("startSale", "Starts an armed sale now.")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapPost("/pause", Pause)
            .Means("pauseSale", "Lets nobody in and nobody hold; if hard, nobody pay.")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapCommand("/resume", (grain, expected) => grain.Resume(expected))
            .Means("resumeSale", "Goes on with a paused sale.")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapCommand("/stop", (grain, expected) => grain.Stop(expected))
            .Means("stopSale", "Ends a sale now; what is held may be paid for.")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapPost("/extend", Extend)
            .Means("extendSale", "Moves its end to later.")
            .Refuses(422, "invalid_schedule")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapCommand("/cancel", (grain, expected) => grain.Cancel(expected))
            .Means("cancelSale", "Calls off a sale that has not started.")
            .HonoursIfMatch()
            .IsCommand();
        sale.MapPost("/rehearse", Rehearse)
            .Means("rehearseSale", "Plays the sale with virtual shoppers, on clones of its SKUs.")
            .Answers<SaleBody>(202)
            .Refuses(404, "not_found")
            .Refuses(422, "shoppers_out_of_range");
        MapPeople(sale);
    }

    private static async Task<IResult> Rehearse(
        SaleId id,
        RehearseRequest? request,
        Rehearsals rehearsals,
        SaleSights sights,
        TimeProvider time
    )
    {
        var shoppers = request?.Shoppers ?? RehearseRequest.ShoppersDefault;
        if (shoppers is < 1 or > Rehearsals.ShoppersMax)
            return SaleRejections.ShoppersOutOfRange(Rehearsals.ShoppersMax).ToProblem();

        var begun = await rehearsals.Begin(id, shoppers);
        return begun.Match(sale => new Answer<SaleBody>(
            SaleBody.ForOperators(sights.With(sale), time.GetUtcNow()),
            StatusCodes.Status202Accepted
        )
        {
            Version = sale.Version,
            Location = $"/admin/v1/sales/{sale.Id}",
        });
    }

    private static void MapPeople(RouteGroupBuilder sale)
    {
        sale.MapPost(
                "/block",
                (SaleId id, OwnerRequest request, SaleDesk desk) =>
                    desk.Do(id, grain => grain.Block(request.Owner, true))
            )
            .Means("blockOwner", "Keeps a cart or an account out of a sale.")
            .Refuses(422, "invalid_owner")
            .Refuses(409, "too_many_blocked")
            .IsCommand();
        sale.MapPost(
                "/unblock",
                (SaleId id, OwnerRequest request, SaleDesk desk) =>
                    desk.Do(id, grain => grain.Block(request.Owner, false))
            )
            .Means("unblockOwner", "Lets a cart or an account into a sale again.")
            .Refuses(422, "invalid_owner")
            .IsCommand();
        sale.MapPatch("/admission", Admit)
            .Means("setAdmission", "Says how fast people are let in.")
            .Merges<AdmissionPatch>()
            .Refuses(422, "admission_out_of_range")
            .HonoursIfMatch()
            .IsCommand();
    }

    /// <summary>Answers the sale as it is then; what its state does not allow is refused.</summary>
    private static void IsCommand(this RouteHandlerBuilder route) =>
        route.Answers<SaleBody>(200).Refuses(404, "not_found").Refuses(409, "invalid_transition");

    private static RouteHandlerBuilder MapCommand(
        this IEndpointRouteBuilder sale,
        string route,
        Func<ISaleGrain, long?, Task<Outcome<SaleTold>>> act
    ) =>
        sale.MapPost(
            route,
            (SaleId id, HttpRequest http, SaleDesk desk) =>
                desk.Do(id, grain => act(grain, http.Precondition().Version))
        );

    private static Task<IResult> Schedule(
        SaleId id,
        ScheduleRequest request,
        HttpRequest http,
        SaleDesk desk
    ) =>
        desk.Do(
            id,
            grain => grain.Schedule(request.StartsAt, request.EndsAt, http.Precondition().Version)
        );

    private static Task<IResult> Arm(SaleId id, SaleDesk desk, SaleSecretsMaker secrets) =>
        desk.Do(id, grain => grain.Arm(secrets.Make()));

    private static Task<IResult> Pause(
        SaleId id,
        PauseRequest? request,
        HttpRequest http,
        SaleDesk desk
    ) => desk.Do(id, grain => grain.Pause(request?.Hard is true, http.Precondition().Version));

    private static Task<IResult> Extend(
        SaleId id,
        ExtendRequest request,
        HttpRequest http,
        SaleDesk desk
    ) => desk.Do(id, grain => grain.Extend(request.EndsAt, http.Precondition().Version));

    private static Task<IResult> Admit(
        SaleId id,
        AdmissionPatch patch,
        HttpRequest http,
        SaleDesk desk
    ) =>
        desk.Do(
            id,
            grain =>
                patch.IsSet
                    ? grain.SetAdmission(new(patch.PerSecond), http.Precondition().Version)
                    : grain.Get()
        );
}
