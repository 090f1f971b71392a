using Commerce.Http;
using Commerce.Platform;
using Commerce.Secrets;

namespace Commerce.Inventory;

/// <summary>Stock for operators, points of sale and other channels.</summary>
internal static class StockEndpoints
{
    private const string Read = "inventory:read";
    private const string Write = "inventory:write";
    private const int HoldsShown = 1_000;

    /// <summary>How long a command may be on its way to its grain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/admin/v1/skus", List)
            .WithTags("Inventory")
            .RequireScope(Read)
            .Means("listStock", "The SKUs that have stock: all, or those low, out or held.")
            .Answers<PageBody<StockRow>>(200)
            .AnswersOnly(304)
            .Refuses(422, "invalid_status");
        var skus = routes.MapGroup("/admin/v1/skus/{sku}").WithTags("Inventory");

        skus.MapGet("/stock", GetStock)
            .RequireScope(Read)
            .Means("getStock", "How many units of a SKU there are, are held and were sold.")
            .Answers<StockBody>(200)
            .AnswersOnly(304);
        skus.MapPatch("/stock", SetPolicy)
            .RequireScope(Write)
            .Means("setStockPolicy", "Says how many units are kept back, or may be owed.")
            .Merges<PolicyRequest>()
            .Answers<StockBody>(200)
            .Refuses(422, "quantity_out_of_range");
        skus.MapPost("/movements", Move)
            .RequireScope(Write)
            .Means("moveStock", "Receives, adjusts, damages or counts units.")
            .Answers<MovementBody>(201)
            .RequiresKey()
            .Refuses(409, "units_allotted")
            .Refuses(412, "precondition_failed")
            .Refuses(422, "invalid_movement", "quantity_out_of_range");
        skus.MapPost("/freeze", Freeze)
            .RequireScope(Write)
            .Means("freezeStock", "Stops sales of a SKU for now.")
            .Answers<StockBody>(200);
        skus.MapPost("/unfreeze", Unfreeze)
            .RequireScope(Write)
            .Means("unfreezeStock", "Lets a SKU be sold again.")
            .Answers<StockBody>(200);
        MapHolds(skus);
    }

    private static void MapHolds(RouteGroupBuilder skus)
    {
        skus.MapGet("/holds", GetHolds)
            .RequireScope(Read)
            .Means("listHolds", "The holds of a SKU, the first thousand of them.")
            .Answers<HoldsBody>(200);
        var holds = skus.MapGroup("/holds").WithMetadata(new NotAudited());
        holds
            .MapPost("", Hold)
            .RequireScope(Write)
            .Means("holdStock", "Holds units for somebody, for a while.")
            .Answers<HoldBody>(201)
            .Refuses(409, "insufficient_stock", "backorder_cap_reached")
            .Refuses(409, "sku_frozen", "reservation_expired")
            .Refuses(422, "invalid_holder", "quantity_out_of_range", "duration_out_of_range");
        holds
            .MapPost("/{holder}/release", Release)
            .RequireScope(Write)
            .Means("releaseHold", "Gives held units back.")
            .Answers<HoldBody>(200)
            .Refuses(409, "reservation_expired")
            .Refuses(422, "invalid_holder");
        holds
            .MapPost("/{holder}/sell", Sell)
            .RequireScope(Write)
            .Means("sellHold", "Sells held units.")
            .Answers<HoldBody>(200)
            .Refuses(409, "reservation_expired", "insufficient_stock", "backorder_cap_reached")
            .Refuses(422, "invalid_holder");
    }

    /// <summary>The SKUs with stock, by name: all, or those low, out or with holds.</summary>
    private static async Task<IResult> List(
        string? status,
        [AsParameters] PageRequest page,
        IGrainFactory grains
    ) =>
        status is null or "low" or "out" or "held"
            ? await page.Answer(grains, "stock", status is null ? "all" : $"status/{status}")
            : NoSuchStatus;

    private static async Task<IResult> GetStock(Sku sku, IGrainFactory grains)
    {
        var total = await grains.Stock(sku).GetTotal();
        return new Answer<StockBody>(StockBody.From(sku, total))
        {
            Version = total.Version,
            Beside = total.Allotments.IsEmpty ? null : total.Beside,
        };
    }

    private static async Task<IResult> SetPolicy(
        Sku sku,
        PolicyRequest request,
        IGrainFactory grains
    )
    {
        var set = await grains.Stock(sku).SetPolicy(request.SafetyThreshold, request.BackorderCap);
        return await set.MatchStock(sku, grains);
    }

    private static async Task<IResult> Freeze(Sku sku, FreezeRequest request, IGrainFactory grains)
    {
        var frozen = await grains.Stock(sku).Freeze(frozen: true, request.Reason);
        return await frozen.MatchStock(sku, grains);
    }

    private static async Task<IResult> Unfreeze(
        Sku sku,
        FreezeRequest request,
        IGrainFactory grains
    )
    {
        var thawed = await grains.Stock(sku).Freeze(frozen: false, request.Reason);
        return await thawed.MatchStock(sku, grains);
    }

    private static async Task<IResult> Move(
        Sku sku,
        MovementRequest request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var stock = grains.Stock(sku);
        var named = new MovementKey(key, keys.Fingerprint(request), Soon(time));
        var moving = request switch
        {
            { Type: "receive", Quantity: { } quantity } => stock.Receive(
                named,
                quantity,
                request.Reason
            ),
            { Type: "adjust", Quantity: { } change } => stock.Adjust(
                named,
                change,
                request.From,
                request.Reason
            ),
            { Type: "damage", Quantity: { } broken } => stock.Damage(
                named,
                broken,
                request.From,
                request.Reason
            ),
            { Type: "count", To: { } found } => stock.Count(
                named,
                found,
                request.From,
                request.Reason
            ),
            _ => null,
        };
        if (moving is null)
            return NoSuchMovement;

        var moved = await moving;
        return moved.Match(movement => new Answer<MovementBody>(
            new(movement.Id, sku, movement.Level.OnHand, movement.Level.Available),
            StatusCodes.Status201Created
        )
        {
            IsReplay = movement.Repeated,
        });
    }

    private static async Task<IResult> Hold(
        Sku sku,
        HoldRequest request,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (Name(request.Holder, request.Round) is not { } name)
            return NoSuchHolder;

        // Holds of seconds are allowed, and must outlive their command; of none, are none.
        var duration = TimeSpan.FromSeconds(request.TtlSeconds);
        var isShort = duration > TimeSpan.Zero && duration < Patience * 2;
        var patience = isShort ? duration / 2 - Deadline.Skew : Patience;
        var held = await grains
            .Stock(sku)
            .Hold(name, request.Quantity, duration, new(time.GetUtcNow() + patience));
        return held.Match(hold => new Answer<HoldBody>(
            HoldBody.From(hold),
            StatusCodes.Status201Created
        ));
    }

    private static async Task<IResult> GetHolds(Sku sku, IGrainFactory grains)
    {
        var holds = await grains.Stock(sku).GetHolds(HoldsShown);
        return new Answer<HoldsBody>(new([.. holds.Select(HoldBody.From)]));
    }

    private static async Task<IResult> Release(
        Sku sku,
        string holder,
        RoundRequest request,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (Name(holder, request.Round) is not { } name)
            return NoSuchHolder;

        var released = await grains.Stock(sku).Release(name, Soon(time));
        return released.Match(ending => new Answer<HoldBody>(HoldBody.From(name, ending)));
    }

    private static async Task<IResult> Sell(
        Sku sku,
        string holder,
        RoundRequest request,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (Name(holder, request.Round) is not { } name)
            return NoSuchHolder;

        var sold = await grains.Stock(sku).Sell(name, Soon(time));
        return sold.Match(ending => new Answer<HoldBody>(HoldBody.From(name, ending)));
    }

    private static async Task<IResult> MatchStock(
        this Outcome<StockLevel> outcome,
        Sku sku,
        IGrainFactory grains
    ) => outcome.IsAccepted ? await GetStock(sku, grains) : outcome.Rejection.ToProblem();

    public static HoldName? Name(string holder, long round) =>
        holder.Length is > 0 and <= HoldName.HolderLengthMax && round is > 0 and <= 1_000
            ? new(holder, (int)round)
            : null;

    public static Deadline Soon(TimeProvider time) => new(time.GetUtcNow() + Patience);

    public static Problem NoSuchMovement { get; } =
        new(
            422,
            "invalid_movement",
            "A movement receives, adjusts or damages a quantity, or counts to."
        );

    public static Problem NoSuchHolder { get; } =
        new(422, "invalid_holder", "A holder has 1 to 80 characters, its rounds count from 1.");

    private static Problem NoSuchStatus { get; } =
        new(422, "invalid_status", "SKUs are listed by status low, out or held.");
}
