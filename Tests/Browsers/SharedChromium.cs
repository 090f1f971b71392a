using Commerce.Browsers;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedChromium))]

namespace Commerce.Browsers;

/// <summary>One Chromium for all tests, started by the first that looks at a page.</summary>
public sealed class SharedChromium : IAsyncDisposable
{
    private readonly Lazy<Task<Chromium>> _chromium = new(() => Chromium.Start());

    /// <summary>A browser of somebody's own, which knows nothing of others.</summary>
    public async Task<IBrowserContext> Open(BrowserNewContextOptions? options = null) =>
        await (await _chromium.Value).Open(options);

    public async ValueTask DisposeAsync()
    {
        if (_chromium.IsValueCreated)
            await (await _chromium.Value).DisposeAsync();
    }
}
