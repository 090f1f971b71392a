using System.Text.Json.Nodes;
using Commerce.Browsers;
using Commerce.Stores;
using Microsoft.Playwright;
using MimeKit;

namespace Commerce.Shopping;

/// <summary>The demo shop as it is shipped, and a real browser before it.</summary>
public sealed class OpenShop(SharedChromium chromium) : IAsyncLifetime
{
    private const int DemoProducts = 12;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private StoreProcess _store = null!;

    public Uri Url => _store.Url;

    internal Stores.Shop Operator => _store.Shop;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreProcess.Start("Silo", "--Demo=true");
        await Stocked();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>Somebody with a browser of their own.</summary>
    /// <param name="byName">Whether they know the shop by a name: passkeys need one.</param>
    internal async Task<Shopper> Enter(
        bool hasScript = true,
        bool isDark = false,
        bool isPhone = false,
        bool byName = false
    )
    {
        var url = byName ? new UriBuilder(Url) { Host = "localhost" }.Uri : Url;
        var context = await chromium.Open(
            new()
            {
                BaseURL = url.ToString(),
                JavaScriptEnabled = hasScript,
                ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = isPhone
                    ? new() { Width = 390, Height = 844 }
                    : new() { Width = 1280, Height = 900 },
                Locale = "en-GB",
            }
        );
        return await Shopper.Open(context, url);
    }

    /// <summary>Sells a product that one test has for itself.</summary>
    internal async Task<string> Sell(string sku, int units)
    {
        await Operator.Stock(sku, units);
        var product = $"product-{sku.ToLowerInvariant()}";
        while (
            (await Operator.Get($"/api/v1/products/{product}/availability")).Text("status") is "out"
        )
            await Task.Delay(Look, TimeProvider.System);
        return $"/product/{product}";
    }

    /// <summary>The link in the newest mail to an address that leads to such a page.</summary>
    internal async Task<string> MailedLink(string to, string page)
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateDirectory(Path.Combine(_store.Folder.FullName, "mail"));
        while (true)
        {
            foreach (var file in folder.GetFiles("*.eml"))
            {
                var mail = await MimeMessage.LoadAsync(file.FullName, stop);
                var link = mail.TextBody!.Split('\n')
                    .FirstOrDefault(line => line.Contains(page, StringComparison.Ordinal));
                if (link is not null && mail.To.Mailboxes.Single().Address == to)
                    return link.Trim();
            }

            await Task.Delay(Look, TimeProvider.System, stop);
        }
    }

    /// <summary>How many orders were placed of a cart.</summary>
    internal async Task<int> CountOrders(string cart)
    {
        var log = await Log.Read(Operator);
        return log.Count(item =>
            item.Json.Contains("\"order.placed\"", StringComparison.Ordinal)
            && item.Json.Contains(cart, StringComparison.Ordinal)
        );
    }

    /// <summary>The shelves trail the import by a moment that nobody tells.</summary>
    private async Task Stocked()
    {
        while (Listed(await Operator.Get("/api/v1/products")) < DemoProducts)
            await Task.Delay(Look, TimeProvider.System);

        static int Listed(Reply reply) => reply.Body["data"] is JsonArray all ? all.Count : 0;
    }
}

[CollectionDefinition(nameof(OpenShop))]
public sealed class OpenShopTests : ICollectionFixture<OpenShop>;
