using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>A store whose every request is traced, with sales that people queue for.</summary>
public sealed class RoomStore : IAsyncLifetime
{
    private int _sales;

    public EdgeStore Store { get; } =
        new("--Telemetry:Traces=1", "--Telemetry:Otlp=http://127.0.0.1:9");

    public IGrainFactory Grains => Store.Service<IGrainFactory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Store.InitializeAsync();

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>
    /// A sale of a hundred units that starts in so many minutes, lets nobody in until told, and was
    /// armed by the store itself.
    /// </summary>
    internal async Task<SaleTold> Sale(
        double minutes,
        TurnOrder order = TurnOrder.Draw,
        int work = 0
    )
    {
        var sku = new Sku($"SALE-{Interlocked.Increment(ref _sales)}");
        await Store.Stock(sku.Value);
        var id = new SaleId(Store.Service<IdGenerator>().New(SaleId.Prefix));
        var terms = new SaleTerms(
            "Sale",
            [new(sku, new(999, new("EUR")), 100)],
            Order: order,
            Work: work
        );
        var (grain, now) = (Grains.Sale(id), TimeProvider.System.GetUtcNow());
        Accepted(await grain.Put(terms, expected: null));
        var scheduled = await grain.Schedule(
            now.AddMinutes(minutes),
            now.AddMinutes(minutes + 60),
            expected: null
        );
        var told = Accepted(scheduled);
        while (told.Stage is SaleStage.Scheduled && minutes <= 15)
            told = Accepted(await grain.Await(told.Version, Long, Cancellation));

        told = Accepted(await grain.SetAdmission(new(0), expected: null));
        var board = Store.Service<SaleBoard>();
        while (minutes <= 15 && !Knows(board.Find(id)))
            await Grains.Room(id).Follow(long.MaxValue, None, Short, Cancellation);

        return told;
    }

    /// <summary>The waiting room, once it is as is asked for.</summary>
    internal async Task<RoomTold> Room(SaleId id, Func<RoomTold, bool> isSo)
    {
        var told = await Grains.Room(id).Follow(0, None, TimeSpan.Zero, Cancellation);
        while (!isSo(told))
            told = await Grains.Room(id).Follow(told.News, None, Long, Cancellation);

        return told;
    }

    /// <summary>The waiting room two seconds later, or as soon as it has changed.</summary>
    internal Task<RoomTold> Later(SaleId id, RoomTold told) =>
        Grains.Room(id).Follow(told.News, None, Long, Cancellation);

    internal async Task<string> Cart()
    {
        using var opened = await Store.Http.PostAsJsonAsync("/api/v1/carts", new { }, Cancellation);
        return $"{(await Read(opened))["id"]}";
    }

    internal Task<HttpResponseMessage> Join(
        SaleId sale,
        string? cart,
        string? work = null,
        string? key = "k"
    )
    {
        var body = new JsonObject();
        if (cart is not null)
            body["cart"] = cart;
        if (work is not null)
            body["work"] = work;
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sales/{sale}/tickets")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return Store.Http.SendAsync(request, Cancellation);
    }

    internal Task<HttpResponseMessage> Get(string path) => Store.Http.GetAsync(path, Cancellation);

    internal static async Task<JsonNode> Read(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;

    private static readonly RoomReport None = new(0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private static bool Knows(SaleSeen? seen) =>
        seen?.Key is not null && seen.IsFreshAt(TimeProvider.System.GetUtcNow());

    private static SaleTold Accepted(Outcome<SaleTold> told)
    {
        Assert.Null(told.Rejection);
        return told.Value!;
    }
}
