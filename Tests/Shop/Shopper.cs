using Commerce.Browsers;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Commerce.Shopping;

/// <summary>
/// Somebody who looks at the shop with a browser, and hears every complaint it makes: scripts that
/// fail, contents that the policy forbids, requests to anybody else.
/// </summary>
internal sealed class Shopper : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<IResponse> _responses = [];

    private Shopper(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Shopper> Open(IBrowserContext context, Uri shop)
    {
        var page = await context.NewPageAsync();
        var shopper = new Shopper(context, page);
        context.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                shopper._complaints.Add($"{said.Page?.Url}: {said.Text}");
        };
        page.PageError += (_, error) => shopper._complaints.Add(error);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != shop.Authority)
                shopper._complaints.Add($"It asks {request.Url}.");
        };
        page.Response += (_, response) => shopper._responses.Add(response);
        return shopper;
    }

    public Task Go(string path) => Page.GotoAsync(path);

    public Task<string> Title() => Page.Locator("main h1").InnerTextAsync();

    public async Task<string> Alert()
    {
        try
        {
            return await Page.Locator("main [role=alert]").InnerTextAsync();
        }
        catch (TimeoutException e)
        {
            var shown = await Page.InnerTextAsync("body");
            throw new TimeoutException($"Nothing is said at {Page.Url}: {shown}", e);
        }
    }

    public ILocator Button(string name) =>
        Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) =>
        Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>Puts a unit of the product into the cart, and comes to the cart.</summary>
    public async Task Take(string product)
    {
        await Go(product);
        await Button("Add to cart").ClickAsync();
        await Page.GetByText("See your cart")
            .Or(Page.Locator("h1:has-text('Your cart')"))
            .WaitForAsync();
        await Go("/cart");
    }

    public ILocator Total => Page.Locator(".totals .total dd");

    /// <summary>What something comes to, part by part, as the page shows it.</summary>
    public async Task<string[]> Sums() =>
        [
            .. (await Page.Locator(".totals div").AllInnerTextsAsync()).Select(text =>
                text.Replace('\n', ' ')
            ),
        ];

    /// <summary>
    /// Answers the questions of the checkout; the total is of where it goes before the rest.
    /// </summary>
    public async Task Answer(string token = "tok_ok")
    {
        await Page.SelectOptionAsync("#country", "DE");
        await Page.Leave(() => Button("Update the total").ClickAsync());
        await Page.FillAsync("#email", "ada@example.org");
        await Page.FillAsync("#name", "Ada Lovelace");
        await Page.FillAsync("#line1", "Main St 1");
        await Page.FillAsync("#postalCode", "10115");
        await Page.FillAsync("#city", "Berlin");
        await Page.CheckAsync($"[value={token}]");
    }

    /// <summary>Buys what is in the cart, and comes to the order.</summary>
    public async Task Buy(string token = "tok_ok")
    {
        await Go("/checkout");
        await Answer(token);
        await Button("Pay now").ClickAsync();
        await Page.Locator("#order").WaitForAsync();
    }

    /// <summary>Waits until the order's page says so, by itself.</summary>
    public Task Hear(string title) =>
        Page.Locator("main h1", new() { HasText = title }).WaitForAsync();

    /// <summary>What axe finds that keeps people out of the page. It needs its script.</summary>
    public async Task<string[]> Barriers()
    {
        await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run()).violations.flatMap(each =>
                each.nodes.map(node => `${location.href}: ${each.id}: ${node.html}`))
            """
        );
    }

    /// <summary>What a page weighs with all that belongs to it, in bytes as sent.</summary>
    public async Task<long> Weigh(string path)
    {
        _responses.Clear();
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        var weight = 0L;
        foreach (var response in _responses.ToArray())
        {
            var sizes = await response.Request.SizesAsync();
            weight += sizes.ResponseHeadersSize + sizes.ResponseBodySize;
        }

        return weight;
    }

    /// <summary>Opens what a link opens beside the page.</summary>
    public Task<IPage> Beside(Func<Task> act) => _context.RunAndWaitForPageAsync(act);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
