using System.Text.Json;
using Commerce.Http;
using Commerce.Inventory;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>Stock to look at, and to change by forms.</summary>
internal static class StockPages
{
    /// <summary>What forms that change stock need.</summary>
    public const string Write = "inventory:write";

    private const string Read = "inventory:read";
    private const int HoldsShown = 100;
    private const int EventsShown = 25;

    public static void MapStockPages(this IEndpointRouteBuilder ops)
    {
        ops.MapGet("/stock", GetList).ForOperators(Read);
        var sku = ops.MapGroup("/stock/{sku}");
        sku.MapGet("", (Sku sku, string? done, IGrainFactory grains) => Show(sku, grains, done))
            .ForOperators(Read);
        sku.MapPost("/movements", Move).ForOperators(Write);
        sku.MapPost("/freeze", Freeze).ForOperators(Write);
        sku.MapPost("/holds/release", Release).ForOperators(Write);
    }

    private static async Task<IResult> GetList(
        string? sku,
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys
    )
    {
        if (sku?.Trim() is { Length: > 0 } wanted)
            return OpsPage.See($"/ops/stock/{Uri.EscapeDataString(wanted)}");
        if (!OpsPage.TryMark(keys, "ops/stock", cursor, out var after))
            return SignedMark.Invalid;

        var page = await grains.View("products").GetPage("all", OpsPage.Rows, after);
        if (!page.IsAccepted)
            return page.Rejection.ToProblem();

        var items = await Task.WhenAll(
            page.Value.Rows.SelectMany(row => Variants(row))
                .Select(async each => new StockItem(
                    each.Sku,
                    each.Name,
                    (await grains.Stock(each.Sku).GetLevel()).Value
                ))
        );
        return new RazorComponentResult<StockPage>(
            new
            {
                Items = items,
                IsFirst = after is null,
                Next = page.Value.Next is { } next
                    ? "/ops/stock?cursor=" + SignedMark.Write(keys, "ops/stock", next)
                    : null,
            }
        );
    }

    private static async Task<IResult> Show(
        Sku sku,
        IGrainFactory grains,
        string? done = null,
        Problem? problem = null
    )
    {
        var total = await grains.Stock(sku).GetTotal();
        var events = await grains
            .Log()
            .ReadStream($"stock/{sku}", long.Max(0, total.Version - EventsShown), EventsShown);
        return new RazorComponentResult<SkuPage>(
            new
            {
                Sku = sku,
                total.Level,
                total.Version,
                total.Allotments,
                Holds = await grains.Stock(sku).GetHolds(HoldsShown),
                Events = events.Reverse().ToList(),
                Done = Say(done),
                Problem = problem?.Detail,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    private static async Task<IResult> Move(
        Sku sku,
        HttpRequest request,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time
    )
    {
        var (key, stock) = (OpsPage.KeyOf(request, keys), grains.Stock(sku));
        var named = new MovementKey(key.Key, key.Request, StockEndpoints.Soon(time));
        var (from, reason) = (OpsPage.Number(request.Text("from")), request.Text("reason"));
        var moving = (request.Text("type"), OpsPage.Number(request.Text("quantity"))) switch
        {
            ("count", { } found) => stock.Count(named, found, from, reason),
            (var type, >= int.MinValue and <= int.MaxValue and var units) => type switch
            {
                "receive" => stock.Receive(named, (int)units, reason),
                "adjust" => stock.Adjust(named, (int)units, from, reason),
                "damage" => stock.Damage(named, (int)units, from, reason),
                _ => null,
            },
            _ => null,
        };
        if (moving is null)
            return await Show(sku, grains, problem: StockEndpoints.NoSuchMovement);

        var moved = await moving;
        return moved.IsAccepted
            ? OpsPage.See($"/ops/stock/{sku}?done=move")
            : await Show(sku, grains, problem: moved.Rejection.ToProblem());
    }

    private static async Task<IResult> Freeze(Sku sku, HttpRequest request, IGrainFactory grains)
    {
        var isFreezing = request.Text("frozen") is "true";
        var frozen = await grains.Stock(sku).Freeze(isFreezing, request.Text("reason"));
        return frozen.IsAccepted
            ? OpsPage.See($"/ops/stock/{sku}?done={(isFreezing ? "freeze" : "unfreeze")}")
            : await Show(sku, grains, problem: frozen.Rejection.ToProblem());
    }

    private static async Task<IResult> Release(
        Sku sku,
        HttpRequest request,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        var round = OpsPage.Number(request.Text("round"));
        if (
            round is null
            || StockEndpoints.Name(request.Text("holder"), round.Value) is not { } name
        )
            return await Show(sku, grains, problem: StockEndpoints.NoSuchHolder);

        var released = await grains.Stock(sku).Release(name, StockEndpoints.Soon(time));
        return released.IsAccepted
            ? OpsPage.See($"/ops/stock/{sku}?done=release")
            : await Show(sku, grains, problem: released.Rejection.ToProblem());
    }

    private static string? Say(string? done) =>
        done switch
        {
            "move" => "Moved.",
            "freeze" => "Frozen: nobody can hold it.",
            "unfreeze" => "For sale again.",
            "release" => "Released.",
            _ => null,
        };

    /// <summary>The SKUs of a product, called as it is in the first language it has.</summary>
    private static List<(Sku Sku, string Name)> Variants(ReadOnlyMemory<byte> row)
    {
        using var product = JsonDocument.Parse(row);
        var name = product
            .RootElement.GetProperty("name")
            .EnumerateObject()
            .Select(each => each.Value.GetString())
            .FirstOrDefault();
        return
        [
            .. product
                .RootElement.GetProperty("variants")
                .EnumerateArray()
                .Select(each => (new Sku(each.GetProperty("sku").GetString()!), name ?? "")),
        ];
    }
}

/// <summary>The stock of a SKU in a list.</summary>
public sealed record StockItem(Sku Sku, string Name, StockLevel Level);
