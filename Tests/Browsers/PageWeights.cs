using System.Collections.Concurrent;
using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace Commerce.Browsers;

/// <summary>
/// What each page weighs that a browser visits, with all that belongs to it: in bytes as sent, and
/// as if it had never been here.
/// </summary>
internal sealed class PageWeights
{
    private readonly ConcurrentQueue<(string Page, Task<long> Bytes)> _parts = [];
    private readonly ConcurrentDictionary<IRequest, string> _asked = [];
    private string _page = "";

    private PageWeights(IPage page)
    {
        page.Request += (_, request) => _asked[request] = PageOf(request);
        page.RequestFinished += (_, request) =>
            _parts.Enqueue((_asked.GetValueOrDefault(request, _page), Weigh(request)));
    }

    public static async Task<PageWeights> Of(IPage page)
    {
        var weights = new PageWeights(page);
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("Network.enable");
        await browser.SendAsync(
            "Network.setCacheDisabled",
            new Dictionary<string, object>(StringComparer.Ordinal) { ["cacheDisabled"] = true }
        );
        return weights;
    }

    /// <summary>Each visit and its weight, so far.</summary>
    public async Task<IReadOnlyList<(string Page, long Bytes)>> Read()
    {
        var parts = await Task.WhenAll(
            _parts.Select(async part => (part.Page, Bytes: await part.Bytes))
        );
        return
        [
            .. parts
                .GroupBy(part => part.Page, StringComparer.Ordinal)
                .Select(page => (page.Key, page.Sum(part => part.Bytes))),
        ];
    }

    private string PageOf(IRequest request)
    {
        if (request.IsNavigationRequest)
            _page = $"{_asked.Count} {request.Method} {request.Url}";
        return _page;
    }

    private static async Task<long> Weigh(IRequest request)
    {
        var sizes = await request.SizesAsync();
        return sizes.ResponseHeadersSize + sizes.ResponseBodySize;
    }
}
