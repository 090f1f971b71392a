using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>A sale of one SKU at a store, as operators and shoppers reach it over HTTP.</summary>
internal sealed class OpenSale(Shop shop, string id, string sku)
{
    public const int Price = 1_250;

    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public string Id => id;

    public string Sku => sku;

    /// <summary>The same sale, as another client reaches it.</summary>
    public OpenSale As(Shop other) => new(other, id, sku);

    /// <summary>A draft that sells some units of a product that is there for it.</summary>
    public static async Task<OpenSale> Draft(
        Shop shop,
        string sku,
        int units,
        int limit = 2,
        string beyondQuota = "refused",
        string? honeypot = null,
        int work = 0
    )
    {
        await shop.Stock(sku, units: 100);
        var drafted = await shop.Post(
            "/admin/v1/sales",
            new
            {
                name = $"Sale of {sku}",
                items = new[]
                {
                    new
                    {
                        sku,
                        price = new { amount = Price, currency = "EUR" },
                        quantity = units,
                    },
                },
                limit,
                beyondQuota,
                honeypot,
                work,
            },
            key: null
        );
        return new(shop, drafted.Expect(201).Text("id"), sku);
    }

    /// <summary>Sets it for in some minutes: near enough to be armed at once.</summary>
    public Task<Reply> Schedule(int inSeconds = 200)
    {
        var starts = TimeProvider.System.GetUtcNow().AddSeconds(inSeconds);
        return Do("schedule", new { startsAt = starts, endsAt = starts.AddHours(1) });
    }

    /// <summary>Live, with nobody in its room before.</summary>
    public async Task<OpenSale> Start()
    {
        (await Schedule()).Expect(200);
        await Becomes("prequeue");
        (await Do("start")).Expect(200);
        return this;
    }

    public Task<Reply> Do(string command, object? body = null) =>
        shop.Post($"/admin/v1/sales/{id}/{command}", body ?? new { }, key: null);

    public Task<Reply> Get() => shop.Get($"/admin/v1/sales/{id}");

    /// <summary>As shoppers see it.</summary>
    public Task<Reply> Show() => shop.Get($"/api/v1/sales/{id}");

    public Task<Reply> GetFigures() => shop.Get($"/admin/v1/sales/{id}/live");

    /// <summary>Waits until operators, and shoppers where they see it, are told a state.</summary>
    public async Task<Reply> Becomes(string state)
    {
        await Until(Show, shown => shown.Status == 404 || shown.Text("state") == state, state);
        return await Until(Get, told => told.Text("state") == state, state);
    }

    /// <summary>Waits until a figure is what it is to be.</summary>
    public Task<Reply> Counts(string figure, long number) =>
        Until(GetFigures, told => told.Number(figure) == number, $"{figure}: {number}");

    /// <summary>Waits for the report of a rehearsal.</summary>
    public Task<Reply> Reports() => Until(Get, told => told.Body["rehearsal"] is not null, "told");

    public Task<Reply> Join(string cart) => Join(new { cart });

    public Task<Reply> Join(object request) =>
        shop.Post($"/api/v1/sales/{id}/tickets", request, key: "join");

    /// <summary>Waits for the turn of a cart that has a ticket.</summary>
    /// <returns>The admission.</returns>
    public async Task<string> LetIn(string ticket)
    {
        var at = $"/api/v1/sales/{id}/tickets/{ticket}";
        var told = await Until(
            () => shop.Get(at),
            reply => reply.Text("state") == "admitted",
            "admitted"
        );
        return told.Text("admission");
    }

    /// <summary>A cart of somebody new that holds so many units.</summary>
    public async Task<string> Hold(int units)
    {
        var cart = await shop.OpenCart();
        var ticket = (await Join(cart)).Expect(201).Text("id");
        (await Buy(cart, units, await LetIn(ticket))).Expect(201);
        return cart;
    }

    public Task<Reply> Buy(string cart, int quantity, string? admission) =>
        shop.Post(
            $"/api/v1/carts/{cart}/lines",
            admission is null
                ? new { sku, quantity }
                : new
                {
                    sku,
                    quantity,
                    admission,
                },
            key: null
        );

    /// <summary>Asks until it is so.</summary>
    public static async Task<Reply> Until(
        Func<Task<Reply>> ask,
        Func<Reply, bool> isSo,
        string what
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        Reply reply;
        while (!isSo(reply = await ask()))
        {
            if (TimeProvider.System.GetElapsedTime(started) > PatienceMax)
                throw new TimeoutException($"Not {what}: {reply.Status} {reply.Body}");

            await Task.Delay(Look, TimeProvider.System);
        }

        return reply;
    }
}
