using Commerce.Browsers;
using Microsoft.Playwright;

namespace Commerce.Ops;

/// <summary>An operator at a real browser in which no script runs, so none may be needed.</summary>
internal sealed class Operator : IAsyncDisposable
{
    private readonly IPage _page;
    private readonly List<string> _complaints = [];

    private Operator(IPage page)
    {
        _page = page;
        page.Console += (_, said) => _complaints.Add(said.Text);
    }

    public string Path => new Uri(_page.Url).PathAndQuery;

    /// <summary>What the browser complained of: a refused style, a missing file.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Operator> Enter(SharedChromium chromium)
    {
        var context = await chromium.Open(new() { JavaScriptEnabled = false });
        return new(await context.NewPageAsync());
    }

    public Task Open(Uri url) => _page.GotoAsync(url.ToString());

    public Task Write(string field, string text) => _page.Locator($"#{field}").FillAsync(text);

    public Task Choose(string field, string value) =>
        _page.Locator($"#{field}").SelectOptionAsync(value);

    /// <summary>Presses the button that says that, and sees the page that comes of it.</summary>
    public async Task Press(string label)
    {
        var button = _page.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });
        await _page.Leave(() => button.ClickAsync());
    }

    public Task<string> Text(string selector) => _page.Locator(selector).First.InnerTextAsync();

    public ValueTask DisposeAsync() => _page.Context.DisposeAsync();
}
