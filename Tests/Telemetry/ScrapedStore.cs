using Commerce.Postgres;
using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>A store whose journal is in PostgreSQL, after one purchase.</summary>
public sealed class ScrapedStore(SharedPostgres postgres) : IAsyncLifetime
{
    internal StoreProcess Store { get; private set; } = null!;

    internal Scrape Scrape { get; private set; } = null!;

    internal Reply Order { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await StoreProcess.Start(
            "Silo",
            "--Store=postgres",
            $"--Postgres={await postgres.CreateDatabase()}"
        );
        await Store.Shop.Stock("TEA", units: 10);
        var cart = await Store.Shop.FillCart("TEA");
        Order = (await Store.Shop.Checkout(cart, "scraped")).Expect(201);
        // It looks at its lists every two seconds, and first when there may be none.
        while (!(Scrape = await Scrape.Read(Store)).Has("commerce_tail_lag_seconds"))
            await Store.Back();
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}

[CollectionDefinition(nameof(ScrapedStore))]
public sealed class ScrapedStoreTests : ICollectionFixture<ScrapedStore>;
